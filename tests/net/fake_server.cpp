#include "tests/net/fake_server.hpp"

#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "h2core/wire/preface.hpp"

FakeServer::FakeServer(Script script) : socket_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    REQUIRE(listen(socket_, 16) == 0);
    thread_ = std::thread{[this, script = std::move(script)] { run(script); }};
}

FakeServer::~FakeServer() {
    shutdown(socket_, SHUT_RDWR);
    thread_.join();
    close(socket_);
}

void FakeServer::run(const Script& script) {
    while (true) {
        const int connection = accept(socket_, nullptr, nullptr);
        if (connection < 0) {
            return;
        }
        Peer peer{connection};
        script(peer, connections_++);
    }
}

void FakeServer::greet(Peer& peer, const std::vector<h2::Setting>& settings) {
    peer.read_text(h2::kClientPreface.size());
    peer.next();
    const h2::SettingList list{1, settings};
    peer.add(h2::SettingsFrame{false, &list});
    peer.add(h2::SettingsFrame{true, nullptr});
    peer.flush();
}

void FakeServer::respond_head(Peer& peer, std::uint32_t stream, bool end_stream) {
    // :status 200 is index 8 of the static table (RFC 7541 appendix A).
    std::string octets{"\0\0\1\1\4\0\0\0\0\x88", 10};
    octets[4] = end_stream ? '\5' : '\4';
    octets[7] = static_cast<char>(stream >> 8U);
    octets[8] = static_cast<char>(stream);
    peer.send_text(octets);
}

void FakeServer::respond(Peer& peer, std::uint32_t stream, const std::string& content) {
    respond_head(peer, stream, false);
    peer.data(stream, content, true);
}
