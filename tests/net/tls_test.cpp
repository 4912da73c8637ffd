// TLS as RFC 9113 section 9.2 wants it, of serve and of get.

#include <catch2/catch.hpp>
#include <openssl/ssl.h>

#include "tests/net/peer.hpp"
#include "tests/net/served.hpp"
#include "tests/net/tls_peer.hpp"
#include "tests/tools/command.hpp"

using Catch::Contains;
using command::h2sim;

TEST_CASE("9113/9.2 TLS: h2 by ALPN, version 1.2 and newer", "[net][tls]") {
    const Served served{{"--self-signed"}};

    const TlsOutcome best = try_tls(served.port(), {0, "", {"http/1.1", "h2"}});
    CHECK(best.handshake);
    CHECK(best.version == TLS1_3_VERSION);
    CHECK(best.protocol == "h2");
    REQUIRE(best.octets.size() == 9);
    CHECK(best.octets[3] == 4);  // SETTINGS

    const TlsOutcome older = try_tls(served.port(), {TLS1_2_VERSION, "", {"h2"}});
    CHECK(older.handshake);
    CHECK(older.version == TLS1_2_VERSION);
    CHECK_THAT(older.cipher, Contains("ECDHE") && (Contains("GCM") || Contains("CHACHA20")));
    CHECK(older.octets.size() == 9);
    CHECK_FALSE(older.renegotiates);

    CHECK_FALSE(try_tls(served.port(), {TLS1_1_VERSION, "", {"h2"}}).handshake);
    CHECK(served.logs("TLS handshake: "));
}

TEST_CASE("9113/9.2.2 TLS: cipher suites of the black list are not taken", "[net][tls]") {
    const Served served{{"--self-signed"}};
    const std::string ciphers =
        GENERATE("ECDHE-ECDSA-AES128-SHA256", "AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-SHA");
    CHECK_FALSE(try_tls(served.port(), {TLS1_2_VERSION, ciphers, {"h2"}}).handshake);
}

TEST_CASE("9113/3.2 TLS: without h2 by ALPN there is no connection", "[net][tls]") {
    const Served served{{"--self-signed"}};
    CHECK_FALSE(try_tls(served.port(), {0, "", {"http/1.1"}}).handshake);
    const TlsOutcome silent = try_tls(served.port(), {0, "", {}});
    CHECK(silent.protocol.empty());
    CHECK(silent.octets.empty());
    CHECK(served.logs("the peer does not agree to h2 by ALPN"));
    CHECK(h2sim({"get", served.url("/"), "-k"}).out == "h2sim is listening\n");
}

TEST_CASE("TLS: octets that are no handshake, and a handshake that never ends", "[net][tls]") {
    Served served{{"--self-signed", "--timeout", "0.3"}};
    Peer plain = Peer::to(served.port());
    plain.send_text("GET / HTTP/1.1\r\n\r\n");
    CHECK(plain.is_closed());
    Peer silent = Peer::to(served.port());
    CHECK(silent.is_closed());
    CHECK(served.logs("connection 1: TLS handshake: "));
    CHECK(served.logs("connection 2: the TLS handshake is not done for 0.3 s\n"));
    CHECK(h2sim({"get", served.url("/"), "-k"}).code == 0);
    CHECK(served.stop() == 0);
}

TEST_CASE("TLS: get and serve, certificate and key from files", "[net][tls]") {
    const Workspace workspace;
    const CertificateFiles files{workspace};
    Served served{{"--cert", files.certificate, "--key", files.key}};
    CHECK(served.url().substr(0, 8) == "https://");

    const auto good = h2sim({"get", served.url("/bytes/1000000"), "--cafile", files.certificate});
    CHECK(good.code == 0);
    CHECK(good.out.size() == 1'000'000);
    const std::string by_name = "https://localhost:" + std::to_string(served.port()) + "/";
    CHECK(h2sim({"get", by_name, "--cafile", files.certificate}).code == 0);
    const auto unknown = h2sim({"get", served.url("/")});
    CHECK(unknown.code == 6);
    CHECK_THAT(unknown.err, Contains("certificate verify failed"));
    CHECK(h2sim({"get", served.url("/"), "-k"}).code == 0);
    CHECK(h2sim({"get", served.url("/echo"), "-k", "-n", "50", "--data", std::string(5'000, 'x')})
              .code == 0);
    CHECK(served.stop() == 0);
}

TEST_CASE("TLS: a certificate for another name", "[net][tls]") {
    const Workspace workspace;
    const CertificateFiles files{workspace, "elsewhere.example"};
    const Served served{{"--cert", files.certificate, "--key", files.key}};
    CHECK(h2sim({"get", served.url("/"), "--cafile", files.certificate}).code == 6);
    CHECK(h2sim({"get", served.url("/"), "-k"}).code == 0);
}

TEST_CASE("TLS: get where there is none", "[net][tls]") {
    const Served served;
    const auto result = h2sim({"get", "https://127.0.0.1:" + std::to_string(served.port())});
    CHECK(result.code == 6);
    CHECK_THAT(result.err, Contains("TLS handshake: "));
    const Served tls{{"--self-signed"}};
    CHECK(h2sim({"get", "http://127.0.0.1:" + std::to_string(tls.port())}).code == 6);
}

TEST_CASE("TLS: files that are not what they should be", "[net][tls][usage]") {
    const Workspace workspace;
    const CertificateFiles files{workspace};
    const CertificateFiles other{workspace, "other"};
    const std::string bad = workspace.write("bad", "no certificate\n");
    const auto serve = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"serve", "--listen", "127.0.0.1:0"});
        const auto result = h2sim(arguments);
        CHECK(result.code == 2);
        CHECK(result.out.empty());
        return result.err;
    };

    CHECK_THAT(serve({"--cert", workspace.path("none"), "--key", files.key}),
               Contains("certificate " + workspace.path("none") + ": "));
    CHECK_THAT(serve({"--cert", bad, "--key", files.key}), Contains("certificate " + bad + ": "));
    CHECK_THAT(serve({"--cert", files.certificate, "--key", bad}),
               Contains("private key " + bad + ": "));
    CHECK_THAT(serve({"--cert", files.certificate, "--key", other.key}),
               Contains("private key " + other.key + ": "));
    CHECK_THAT(serve({"--cert", files.certificate}), Contains("--cert and --key belong together"));
    CHECK_THAT(serve({"--tls"}), Contains("--self-signed"));
    CHECK(h2sim({"get", "https://localhost/", "--cafile", bad}).code == 2);
}
