#pragma once
// Captures that tests make: TCP conversations, segment by segment, with everything that networks
// and those who record them do to packets.
//
//   packets::Packets capture;
//   packets::Tcp tcp{capture};
//   tcp.opens();
//   tcp.client.sends(preface);
//   tcp.server.sends(settings, {.acknowledges = 0});  // it had not read the preface yet
//   capture.lose_last();                              // it was not recorded
//   write(capture.pcap());

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace packets {

// What is around an IP packet. The values are link types of the IANA registry (pcap).
enum class Link : std::uint16_t {
    null = 0,
    ethernet = 1,
    raw = 101,
    loop = 108,
    cooked = 113,
    ipv4 = 228,
    ipv6 = 229,
    upper_pdu = 252,
    cooked2 = 276,
};

struct Packet {
    std::int64_t nanoseconds = 0;  // since 1970
    std::string octets;            // as recorded, with what is around the IP packet
    std::size_t length = 0;        // on the wire: more than what was recorded where it was cut
};

// Forms of the two file formats.
struct FileForm {
    bool nanoseconds = true;  // else microseconds
    bool big_endian = false;
};

// What was recorded, in order.
class Packets {
  public:
    explicit Packets(Link link = Link::ethernet) : link_{link} {}

    // Appends a packet; `ip` begins with its IPv4 or IPv6 header (upper_pdu: anything). The clock
    // goes on by a microsecond.
    void add(std::string_view ip);
    void waits(std::int64_t nanoseconds) { now_ += nanoseconds; }

    // What happened to the packet that was added last.
    void lose_last() { packets.pop_back(); }
    void repeat_last() { packets.push_back(packets.back()); }
    void move_last(std::size_t earlier);  // it passed before so many others
    void cut_last(std::size_t octets);    // so many at its end were not recorded
    void tag_last(std::uint16_t vlan);    // 802.1Q; with two of them the last one is outermost

    [[nodiscard]] std::string pcap(FileForm form = {}) const;
    [[nodiscard]] std::string pcapng(FileForm form = {}) const;
    [[nodiscard]] Link link() const { return link_; }

    std::vector<Packet> packets;

  private:
    Link link_;
    std::int64_t now_ = 1'700'000'000'000'000'000;
};

struct TcpPlace {
    std::string client = "10.0.0.1";  // or an IPv6 address
    std::string server = "10.0.0.2";
    std::uint16_t client_port = 50'312;
    std::uint16_t server_port = 8'443;
    std::uint32_t client_isn = 1'000;  // sequence numbers of their SYN
    std::uint32_t server_isn = 9'000;
};

// RFC 9293 section 3.1.
enum TcpFlag : std::uint8_t { fin = 1, syn = 2, rst = 4, psh = 8, ack = 16 };

class Tcp;

// How a segment differs from what is usual.
struct How {
    // Octets of the other end that it acknowledges; else all that the other end has sent so far,
    // or what its member `acknowledges` says.
    std::optional<std::uint64_t> acknowledges = {};
    std::string options = {};  // of TCP, a multiple of four octets
};

// One end of a connection; every call is one packet.
class Side {
  public:
    // New octets, after all that it has sent.
    void sends(std::string_view octets, const How& how = {});
    // Octets it has sent before, or will have: from an offset of its stream. Counts nothing.
    void repeats(std::uint64_t offset, std::string_view octets, const How& how = {});
    void acknowledges_only(const How& how = {});
    void finishes(const How& how = {});
    void resets();
    // Any segment: `offset` of its first octet from ISN + 1; -1 is SYN itself.
    void segment(std::int64_t offset, std::uint8_t flags, std::string_view octets,
                 const How& how = {});

    std::uint64_t sent = 0;                     // octets
    std::optional<std::uint64_t> acknowledges;  // by every segment from now on

  private:
    friend class Tcp;
    Side(Tcp& tcp, bool is_client) : tcp_{tcp}, is_client_{is_client} {}
    Tcp& tcp_;
    bool is_client_;
};

class Tcp {
  public:
    explicit Tcp(Packets& capture, TcpPlace place = {});
    Tcp(const Tcp&) = delete;
    Tcp& operator=(const Tcp&) = delete;

    void opens();   // SYN, SYN and ACK, ACK
    void closes();  // FIN of the client, FIN of the server, ACK

    Side client;
    Side server;

  private:
    friend class Side;
    Packets& capture_;
    TcpPlace place_;
};

// An IP packet (RFC 791, RFC 8200) with a TCP segment in it, as Tcp makes them.
struct Segment {
    std::string source;  // addresses
    std::string target;
    std::uint16_t source_port = 0;
    std::uint16_t target_port = 0;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgment = 0;
    std::uint8_t flags = 0;
    std::string options;
    std::string octets;
};
std::string ip_packet(const Segment& segment);

// Octets without TCP, for Link::upper_pdu, as Wireshark exports them: tags, then octets.
std::string upper_pdu(const Segment& segment, std::string_view protocol = "http2");

}  // namespace packets
