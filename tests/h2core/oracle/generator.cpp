#include "tests/h2core/oracle/generator.hpp"

#include <algorithm>
#include <array>

#include "tests/h2core/oracle/block_encoder.hpp"
#include "tests/h2core/oracle/pieces.hpp"
#include "tests/h2core/oracle/spoiler.hpp"

namespace oracle {

namespace {

using h2::Field;
using h2::FrameType;
using h2::SettingId;
using Fields = std::vector<Field>;
namespace flag = h2::flag;

constexpr std::uint32_t kNever = 0xffff'ffff;  // no Content-Length: may go on for ever

struct Stream {
    std::uint32_t id = 0;
    bool head = false;        // HEADERS that are not informational have been sent
    bool no_content = false;  // of a response
    bool tunnel = false;
    std::uint32_t left = kNever;  // of Content-Length
    std::uint32_t sent = 0;       // octets of DATA frames
};

class Generator {
  public:
    Generator(h2::Role role, std::uint64_t seed, const Manners& manners)
        : random_{seed}, manners_{manners}, encoder_{random_.chance(2)} {
        script_.role = role;
    }
    Script operator()() {
        begin();
        for (std::uint64_t left = 5 + below(30); left > 0; --left) {
            step();
        }
        return script_;
    }

  private:
    // 0 … bound - 1
    std::uint32_t below(std::uint64_t bound) {
        return static_cast<std::uint32_t>(random_.below(bound));
    }
    bool odd() { return manners_.odd_one_in != 0 && random_.chance(manners_.odd_one_in); }
    [[nodiscard]] bool at_server() const { return script_.role == h2::Role::server; }
    void put(Octets octets) { script_.items.emplace_back(std::move(octets)); }
    void put(FrameType type, unsigned flags, std::uint32_t stream, const Octets& payload) {
        put(frame(type, flags, stream, payload));
    }

    // What the endpoint announces, its requests if it is a client, and the peer's preface.
    void begin() {
        const auto announce = [this](SettingId id, std::uint32_t value) {
            script_.settings.values.push_back({id, value});
        };
        if (random_.chance(3)) {
            window_ = below(400);
            announce(SettingId::INITIAL_WINDOW_SIZE, window_);
        }
        if (random_.chance(3)) {
            table_ = below(300);
            announce(SettingId::HEADER_TABLE_SIZE, table_);
        }
        if (manners_.reckless_one_in != 0 && random_.chance(3)) {
            announce(SettingId::MAX_CONCURRENT_STREAMS, below(3));
        }
        if (at_server() && random_.chance(2)) {
            announce(SettingId::NO_RFC7540_PRIORITIES, 1);
        }
        if (!at_server()) {
            for (std::uint32_t id = 1; id <= 2 * (1 + below(4)); id += 2) {
                request(id);
            }
        } else {
            put(magic());
        }
        peer_settings();
    }
    void request(std::uint32_t id) {
        constexpr std::array<std::string_view, 4> kMethods = {"GET", "HEAD", "POST", "CONNECT"};
        const std::string_view method = kMethods[below(kMethods.size())];
        script_.items.emplace_back(Request{method, random_.chance(2)});
        Stream stream;
        stream.id = id;
        stream.no_content = method == "HEAD";
        stream.tunnel = method == "CONNECT";
        streams_.push_back(stream);
    }
    void peer_settings() { put(some_settings(random_, script_.role)); }
    void acknowledge() {
        put(FrameType::SETTINGS, flag::ACK, 0, {});
        acknowledged_ = true;
        if (table_ != kNever) {
            encoder_.set_limit(table_);
        }
    }

    // Something that heeds no state and no limit.
    void reckless_step() {
        const std::uint32_t stream = random_.chance(4) ? below(4) : below(next_ + 4);
        switch (below(4)) {
            case 0: put_headers(stream, {{"x-trailer", "y"}}, random_.chance(2)); return;
            case 1:
                put_headers(stream,
                            at_server() ? Fields{{":method", "GET"},
                                                 {":scheme", "https"},
                                                 {":authority", "example.com"},
                                                 {":path", "/"}}
                                        : Fields{{":status", "200"}},
                            random_.chance(2));
                return;
            case 2:
                // Not at a client: which promised streams it has processed is open to debate.
                if (at_server() && random_.chance(2)) {
                    script_.items.emplace_back(GoAway{});
                    return;
                }
                [[fallthrough]];
            default: put(reckless_frame(random_, stream)); return;
        }
    }
    void step() {
        if (manners_.reckless_one_in != 0 && random_.chance(manners_.reckless_one_in)) {
            reckless_step();
            return;
        }
        switch (below(16)) {
            case 0:
            case 1:
            case 2: at_server() ? open() : answer(); return;
            case 3:
            case 4:
            case 5: content(); return;
            case 6: trailers(); return;
            case 7: own_action(); return;
            case 8:
                if (!acknowledged_) {
                    acknowledge();
                }
                return;
            default: control(); return;
        }
    }

    Stream* some_stream() { return streams_.empty() ? nullptr : &streams_[below(streams_.size())]; }
    // The peer has ended its side.
    void end(std::uint32_t id) {
        std::erase_if(streams_, [id](const Stream& stream) { return stream.id == id; });
    }

    void put_block(FrameType type, unsigned flags, std::uint32_t stream, const Octets& prefix,
                   const Octets& block) {
        for (Octets& piece : cut_block(random_, type, flags, stream, prefix, block)) {
            put(std::move(piece));
        }
    }
    void put_headers(std::uint32_t stream, Fields fields, bool end_stream) {
        while (odd()) {
            spoil(fields, random_);
        }
        put_block(FrameType::HEADERS, end_stream ? flag::END_STREAM : 0U, stream, {},
                  encoder_.encode(fields));
    }
    void add_regular(Fields& fields) {
        constexpr std::array kRegular = {
            Field{"accept", "*/*"},        Field{"cookie", "a=b"},    Field{"cookie", "c=d; e=f"},
            Field{"te", "trailers"},       Field{"x-empty", ""},      Field{"x-UPPER-value", "A B"},
            Field{"user-agent", "oracle"}, Field{"x-8-bit", "a\xffz"}};
        for (const Field& field : kRegular) {
            if (random_.chance(4) && field.name != "x-UPPER-value") {
                fields.push_back(field);
            }
        }
    }
    // Content-Length for a message whose head is sent now: 0, 5 or none.
    void announce_content(Stream& stream, Fields& fields) {
        const std::uint32_t choice = below(3);
        if (choice < 2) {
            stream.left = stream.no_content ? kNever : choice * 5;
            fields.push_back({"content-length", choice == 0 ? "0" : "5", false});
        }
    }
    [[nodiscard]] static bool may_end(const Stream& stream) {
        return stream.left == 0 || stream.left == kNever;
    }

    void open() {  // a request of a client
        Stream stream;
        stream.id = next_;
        stream.head = true;
        next_ += random_.chance(6) ? 4 : 2;
        Fields fields;
        if (random_.chance(8)) {
            fields = {{":method", "CONNECT"}, {":authority", "example.com:443"}};
        } else {
            fields = {{":method", random_.chance(2) ? "GET" : "POST"},
                      {":scheme", "https"},
                      {":authority", "example.com"},
                      {":path", random_.chance(2) ? "/" : "/index.html?a=b"}};
            add_regular(fields);
            announce_content(stream, fields);
        }
        const bool connect = fields.size() == 2;
        const bool end_stream = may_end(stream) && !connect && random_.chance(3);
        put_headers(stream.id, fields, end_stream);
        known_.push_back(stream.id);
        if (!end_stream) {
            stream.tunnel = connect;
            streams_.push_back(stream);
        }
    }
    void answer() {  // a response of a server, or a promise
        Stream* stream = some_stream();
        if (stream == nullptr || stream->head) {
            return;
        }
        if (stream->id % 2 == 1 && random_.chance(5)) {
            promise(stream->id);
            return;
        }
        if (random_.chance(4)) {
            put_headers(stream->id, {{":status", "103"}, {"link", "</a.css>"}}, false);
            return;
        }
        constexpr std::array<std::string_view, 4> kCodes = {"404", "200", "304", "500"};
        const std::string_view code = kCodes[below(kCodes.size())];
        stream->no_content = stream->no_content || code == "304";
        Fields fields = {{":status", code}};
        add_regular(fields);
        std::erase_if(fields, [](const Field& field) { return field.name == "te"; });
        announce_content(*stream, fields);
        stream->head = true;
        const bool end_stream = may_end(*stream) && random_.chance(3);
        const std::uint32_t id = stream->id;
        put_headers(id, fields, end_stream);
        if (end_stream) {
            end(id);
        }
    }
    void promise(std::uint32_t parent) {
        Fields fields = {{":method", "GET"},
                         {":scheme", "https"},
                         {":authority", "example.com"},
                         {":path", "/pushed"}};
        if (odd()) {
            spoil(fields, random_);
        }
        put_block(FrameType::PUSH_PROMISE, 0, parent, u32(next_pushed_), encoder_.encode(fields));
        Stream stream;
        stream.id = next_pushed_;
        streams_.push_back(stream);
        next_pushed_ += 2;
    }

    void content() {
        Stream* stream = some_stream();
        if (stream == nullptr || !stream->head) {
            return;
        }
        const std::uint32_t padding = random_.chance(5) ? below(30) : kNever;
        const std::uint32_t overhead = padding == kNever ? 0 : padding + 1;
        const std::uint32_t window = std::min(window_, 65'535U);
        std::uint32_t room = window > stream->sent ? window - stream->sent : 0;
        if (overhead > room) {
            return;
        }
        room -= overhead;
        std::uint32_t size = std::min({below(200), room, stream->left});
        if (stream->no_content) {
            size = 0;
        }
        if (size == 0 && overhead == 0 && !may_end(*stream)) {
            return;
        }
        Octets payload;
        if (padding != kNever) {
            append(payload, octets({padding}));
        }
        payload.resize(overhead + size);
        stream->left -= stream->left == kNever ? 0 : size;
        stream->sent += overhead + size;
        const bool end_stream = may_end(*stream) && (size == 0 || random_.chance(3));
        const std::uint32_t id = stream->id;
        put(FrameType::DATA, (padding == kNever ? 0U : flag::PADDED) | (end_stream ? 1U : 0U), id,
            payload);
        if (end_stream) {
            end(id);
        }
    }
    void trailers() {
        const Stream* stream = some_stream();
        if (stream == nullptr || !stream->head || !may_end(*stream) || stream->tunnel) {
            return;
        }
        const std::uint32_t id = stream->id;
        put_headers(id, {{"grpc-status", "0"}, {"x-trailer", "y"}}, true);
        end(id);
    }

    void own_action() {
        if (at_server() && !known_.empty()) {
            const std::uint32_t id = known_[below(known_.size())];
            const bool reset = random_.chance(3);
            script_.items.push_back(reset ? Item{Reset{id}} : Item{Respond{id}});
            std::erase(known_, id);
            if (reset || manners_.odd_one_in == 0) {
                end(id);
            }
        } else if (const Stream* stream = some_stream(); stream != nullptr && random_.chance(3)) {
            script_.items.emplace_back(Reset{stream->id});
            end(stream->id);
        }
    }

    // One that accuses nobody, while all keep the rules.
    std::uint32_t reset_code() {
        constexpr std::array<std::uint32_t, 16> kCodes = {0, 8,  2,  7,  8,  11, 10, 7,
                                                          8, 12, 10, 11, 12, 13, 14, 15};
        const std::uint32_t any = below(kCodes.size());
        return manners_.odd_one_in == 0 ? kCodes[any] : any;
    }

    void control() {
        Stream* stream = some_stream();
        const std::uint32_t any = stream == nullptr ? 0 : stream->id;
        switch (below(9)) {
            case 0: put(FrameType::PING, below(2), 0, Octets(8, std::byte{7})); return;
            case 1: peer_settings(); return;
            case 2: put(FrameType::WINDOW_UPDATE, 0, 0, u32(1 + below(1'000))); return;
            case 3:
                if (stream != nullptr && (at_server() || stream->head || any % 2 == 1)) {
                    put(FrameType::WINDOW_UPDATE, 0, any, u32(1 + below(1'000)));
                }
                return;
            case 4: {
                Octets signal = u32(1'000 + below(100));
                append(signal, octets({below(256)}));
                put(FrameType::PRIORITY, 0, 1 + below(40), signal);
                return;
            }
            case 5:
                if (stream != nullptr && random_.chance(3)) {
                    put(FrameType::RST_STREAM, 0, any, u32(reset_code()));
                    end(any);
                    std::erase(known_, any);
                }
                return;
            case 6:
                put(static_cast<FrameType>(0x20 + below(200)), below(256), below(20),
                    Octets(below(30)));
                return;
            case 7:
                if (random_.chance(6)) {
                    Octets payload = u32(at_server() ? 0 : 0x7fff'ffff);
                    append(payload, u32(0));
                    append(payload, Octets(below(9)));
                    put(FrameType::GOAWAY, 0, 0, payload);
                }
                return;
            default:
                if (at_server()) {
                    Octets payload = u32(2 * below(9) + 1);
                    append(payload, "u=3");
                    put(FrameType::PRIORITY_UPDATE, 0, 0, payload);
                }
                return;
        }
    }

    support::SplitMix64 random_;
    Manners manners_;
    BlockEncoder encoder_;
    Script script_;
    std::vector<Stream> streams_;       // on which the peer may send
    std::vector<std::uint32_t> known_;  // of requests that a server has not answered
    std::uint32_t next_ = 1;
    std::uint32_t next_pushed_ = 2;
    std::uint32_t window_ = kNever;  // announced
    std::uint32_t table_ = kNever;
    bool acknowledged_ = false;
};

}  // namespace

Script generate(h2::Role role, std::uint64_t seed, const Manners& manners) {
    return Generator{role, seed, manners}();
}

}  // namespace oracle
