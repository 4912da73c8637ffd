// Real TLS in a capture, deciphered by tshark: client and server are OpenSSL, in this process.
// Without tshark nothing can be tested here.

#include "tools/capture/tls_decipher.hpp"

#include <cstdlib>
#include <fstream>

#include <catch2/catch.hpp>
#include <openssl/ssl.h>

#include "tests/support/split_mix64.hpp"
#include "tests/tools/capture/told.hpp"
#include "tests/tools/workspace.hpp"
#include "tools/net/tls.hpp"

using captured::Lines;
using captured::Told;
using packets::Packets;
using packets::Tcp;

namespace {

std::string key_log;  // of all connections; OpenSSL calls back with a line

bool has_tshark() {
    const bool found = std::system("tshark --version >/dev/null 2>&1") == 0;
    if (!found) {
        WARN("there is no tshark");
    }
    return found;
}

struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};

// One end; what it writes is octets of TCP.
class TlsEnd {
  public:
    TlsEnd(SSL_CTX* context, bool is_client) : ssl_{SSL_new(context)} {
        SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        is_client ? SSL_set_connect_state(ssl_.get()) : SSL_set_accept_state(ssl_.get());
    }
    void shake() { SSL_do_handshake(ssl_.get()); }
    void writes(const std::string& text) {
        SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size()));
    }
    std::string output() {
        std::string octets(100'000, '\0');
        const int count =
            BIO_read(SSL_get_wbio(ssl_.get()), octets.data(), static_cast<int>(octets.size()));
        octets.resize(static_cast<std::size_t>(std::max(0, count)));
        return octets;
    }
    void reads(const std::string& octets) {
        BIO_write(SSL_get_rbio(ssl_.get()), octets.data(), static_cast<int>(octets.size()));
        std::string ignored(100'000, '\0');
        SSL_read(ssl_.get(), ignored.data(), static_cast<int>(ignored.size()));
    }

  private:
    std::unique_ptr<SSL, FreeSsl> ssl_;
};

// A conversation in TLS, put into TCP in segments of at most so many octets.
class Talk {
  public:
    Talk(Packets& capture, int version, std::size_t largest)
        : capture_{capture}, tcp_{capture, place()}, largest_{largest} {
        auto server = tools::net::self_signed_tls();
        auto client = tools::net::client_tls("", true);
        REQUIRE(server.has_value());
        REQUIRE(client.has_value());
        SSL_CTX_set_max_proto_version(client->get(), version);
        SSL_CTX_set_keylog_callback(client->get(), [](const SSL* /*ssl*/, const char* line) {
            key_log += line;
            key_log += '\n';
        });
        client_ = std::make_unique<TlsEnd>(client->get(), true);
        server_ = std::make_unique<TlsEnd>(server->get(), false);
        tcp_.opens();
        for (int i = 0; i < 3; ++i) {
            client_->shake();
            pass(true);
            server_->shake();
            pass(false);
        }
    }
    void client_says(const std::string& text) {
        client_->writes(text);
        pass(true);
    }
    void server_says(const std::string& text) {
        server_->writes(text);
        pass(false);
    }
    Tcp& tcp() { return tcp_; }

  private:
    static packets::TcpPlace place() {
        packets::TcpPlace at;
        at.server_port = 8'080;  // of another protocol, as far as tshark knows
        return at;
    }
    void pass(bool from_client) {
        const std::string octets = (from_client ? client_ : server_)->output();
        for (std::size_t at = 0; at < octets.size(); at += largest_) {
            (from_client ? tcp_.client : tcp_.server).sends(octets.substr(at, largest_));
            if (at > 0 && at / largest_ % 3 == 2) {
                capture_.move_last(1);  // some pass the other way round, never the first
            }
        }
        if (!octets.empty()) {
            (from_client ? server_ : client_)->reads(octets);
        }
    }

    Packets& capture_;
    Tcp tcp_;
    std::size_t largest_;
    std::unique_ptr<TlsEnd> client_;
    std::unique_ptr<TlsEnd> server_;
};

const std::string kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const std::string kSettings{"\0\0\0\x04\0\0\0\0\0", 9};

// A request as octets that nobody but us must understand.
std::string data(std::size_t length, char letter) {
    std::string frame{"\0\0\0\0\0\0\0\0\x01", 9};
    frame[1] = static_cast<char>(length >> 8U);
    frame[2] = static_cast<char>(length & 0xffU);
    return frame + std::string(length, letter);
}

void write_file(const std::string& file, const std::string& octets) {
    std::ofstream{file, std::ios::binary} << octets;
}

}  // namespace

TEST_CASE("tls: what OpenSSL enciphers tshark deciphers, in order", "[capture]") {
    if (!has_tshark()) {
        return;
    }
    const int version = GENERATE(TLS1_3_VERSION, TLS1_2_VERSION);
    const std::size_t largest = GENERATE(60'000U, 40U);
    CAPTURE(version, largest);
    key_log.clear();
    Packets capture;
    Talk talk{capture, version, largest};
    talk.server_says(kSettings);
    talk.client_says(kPreface + kSettings);
    talk.client_says(data(3'000, 'c'));
    talk.server_says(data(20'000, 's'));  // two records
    talk.server_says(data(500, 't'));
    talk.client_says(data(5, 'd'));
    talk.tcp().closes();
    const Workspace workspace;
    write_file(workspace.path("a.pcap"), capture.pcap());
    write_file(workspace.path("keys"), key_log);

    Told recording;
    const auto summary =
        tools::read_capture({workspace.path("a.pcap"), workspace.path("keys")}, recording);
    REQUIRE(summary.has_value());
    CHECK(summary->notes.empty());
    CHECK(recording.streams[{0, tools::End::first}] ==
          kPreface + kSettings + data(3'000, 'c') + data(5, 'd'));
    CHECK(recording.streams[{0, tools::End::second}] ==
          kSettings + data(20'000, 's') + data(500, 't'));
    REQUIRE(recording.lines.size() == 9);
    CHECK(recording.lines.front() == "0 begins 10.0.0.1:50312 10.0.0.2:8080 #1 secured");
    CHECK(recording.lines.back() == "0 closed");
    // Who sent what, knowing how much of the other: all that had been said before.
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"0 second ", " received 0"},    {"0 first ", " received 9"},
        {"0 first ", " received 9"},     {"0 second ", " received 3042"},
        {"0 second ", " received 3042"}, {"0 second ", " received 3042"},
        {"0 first ", " received 20527"}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(recording.lines[i + 1].starts_with(expected[i].first));
        CHECK(recording.lines[i + 1].ends_with(expected[i].second));
    }
}

TEST_CASE("tls: secrets in the file, of somebody else, or nowhere", "[capture]") {
    key_log.clear();
    Packets capture;
    Talk talk{capture, TLS1_3_VERSION, 60'000};
    talk.client_says(kPreface + kSettings);
    const Workspace workspace;
    const auto told = [&](const std::string& file, const std::string& octets,
                          const std::string& keys) {
        write_file(workspace.path(file), octets);
        Told recording;
        const auto summary = tools::read_capture(
            {workspace.path(file), keys.empty() ? "" : workspace.path(keys)}, recording);
        REQUIRE((summary ? "" : summary.error().message) == "");
        return recording.lines;
    };
    CHECK_THAT(told("none.pcap", capture.pcap(), "").at(0),
               Catch::Contains("unreadable") && Catch::Contains("SSLKEYLOGFILE"));
    Told recording;
    const auto missing =
        tools::read_capture({workspace.path("none.pcap"), "/nowhere/keys"}, recording);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().file == "/nowhere/keys");
    if (!has_tshark()) {
        return;
    }
    write_file(workspace.path("others"), "CLIENT_RANDOM 00 00\n");
    CHECK_THAT(told("none.pcap", capture.pcap(), "others").at(0),
               Catch::Contains("unreadable") && Catch::Contains("has no secrets of this"));
    // A Decryption Secrets Block behind the section header (28 octets).
    std::string keys = key_log;
    keys.resize((keys.size() + 3) / 4 * 4, '\n');
    const auto number = [](std::size_t value) {
        return std::string{static_cast<char>(value & 0xffU), static_cast<char>(value >> 8U), '\0',
                           '\0'};
    };
    const std::string length = number(keys.size() + 20);
    const std::string file = capture.pcapng();
    const std::string with_secrets = file.substr(0, 28) + number(10) + length + "KSLT" +
                                     number(keys.size()) + keys + length + file.substr(28);
    CHECK(told("secrets.pcapng", with_secrets, "").at(0) ==
          "0 begins 10.0.0.1:50312 10.0.0.2:8080 #1 secured");
    CHECK(tools::has_secrets(workspace.path("secrets.pcapng")));
    CHECK_FALSE(tools::has_secrets(workspace.path("none.pcap")));
}

TEST_CASE("tls: in a pipe it is not deciphered, and a program that is missing is told",
          "[capture]") {
    Packets capture;
    Talk talk{capture, TLS1_3_VERSION, 60'000};
    talk.client_says(kPreface);
    CHECK_THAT(captured::told(capture).at(0), Catch::Contains("not a pipe"));
    const Workspace workspace;
    write_file(workspace.path("a.pcap"), capture.pcap());
    write_file(workspace.path("keys"), key_log);
    const std::string path = std::getenv("PATH");
    setenv("PATH", workspace.path("nothing").c_str(), 1);
    Told recording;
    CHECK(tools::read_capture({workspace.path("a.pcap"), workspace.path("keys")}, recording)
              .has_value());
    setenv("PATH", path.c_str(), 1);
    CHECK_THAT(recording.lines.at(0), Catch::Contains("is not installed"));
}
