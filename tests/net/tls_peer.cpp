#include "tests/net/tls_peer.hpp"

#include <array>
#include <cstdio>
#include <memory>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

struct Free {
    void operator()(X509* item) const { X509_free(item); }
    void operator()(EVP_PKEY* item) const { EVP_PKEY_free(item); }
    void operator()(SSL_CTX* item) const { SSL_CTX_free(item); }
    void operator()(SSL* item) const { SSL_free(item); }
    void operator()(std::FILE* item) const { std::fclose(item); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

int connected_socket(std::uint16_t port) {
    const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    const timeval patience{5, 0};
    setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return made;
}

std::string wire_form(const std::vector<std::string>& protocols) {
    std::string wire;
    for (const std::string& protocol : protocols) {
        wire += static_cast<char>(protocol.size());
        wire += protocol;
    }
    return wire;
}

}  // namespace

CertificateFiles::CertificateFiles(const Workspace& workspace, const std::string& name)
    : certificate{workspace.path(name + ".crt")}, key{workspace.path(name + ".key")} {
    const Owned<EVP_PKEY> pair{EVP_EC_gen("P-256")};
    const Owned<X509> made{X509_new()};
    REQUIRE(pair);
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -3'600);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3'600);
    X509_set_pubkey(made.get(), pair.get());
    X509_NAME* subject = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(made.get(), subject);
    const std::string names = name == "localhost" ? "DNS:localhost,IP:127.0.0.1" : "DNS:" + name;
    X509_EXTENSION* extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
    REQUIRE(extension != nullptr);
    X509_add_ext(made.get(), extension, -1);
    X509_EXTENSION_free(extension);
    REQUIRE(X509_sign(made.get(), pair.get(), EVP_sha256()) > 0);
    const Owned<std::FILE> certificate_file{std::fopen(certificate.c_str(), "w")};
    const Owned<std::FILE> key_file{std::fopen(key.c_str(), "w")};
    REQUIRE(PEM_write_X509(certificate_file.get(), made.get()) == 1);
    REQUIRE(PEM_write_PrivateKey(key_file.get(), pair.get(), nullptr, nullptr, 0, nullptr,
                                 nullptr) == 1);
}

TlsOutcome try_tls(std::uint16_t port, const TlsOffer& offer) {
    const Owned<SSL_CTX> context{SSL_CTX_new(TLS_client_method())};
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), offer.highest);
    if (!offer.ciphers.empty()) {
        REQUIRE(SSL_CTX_set_cipher_list(context.get(), offer.ciphers.c_str()) == 1);
    }
    const std::string alpn = wire_form(offer.alpn);
    const Owned<SSL> tls{SSL_new(context.get())};
    if (!alpn.empty()) {
        SSL_set_alpn_protos(tls.get(), reinterpret_cast<const unsigned char*>(alpn.data()),
                            static_cast<unsigned>(alpn.size()));
    }
    const int socket = connected_socket(port);
    SSL_set_fd(tls.get(), socket);
    TlsOutcome outcome;
    outcome.handshake = SSL_connect(tls.get()) == 1;
    if (outcome.handshake) {
        const unsigned char* chosen = nullptr;
        unsigned int length = 0;
        SSL_get0_alpn_selected(tls.get(), &chosen, &length);
        outcome.protocol.assign(reinterpret_cast<const char*>(chosen), length);
        outcome.cipher = SSL_get_cipher_name(tls.get());
        outcome.version = SSL_version(tls.get());
        std::array<char, 9> octets{};
        const int got = SSL_read(tls.get(), octets.data(), static_cast<int>(octets.size()));
        outcome.octets.assign(octets.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
        if (got > 0 && outcome.version == TLS1_2_VERSION) {
            outcome.renegotiates =
                SSL_renegotiate(tls.get()) == 1 && SSL_do_handshake(tls.get()) == 1;
        }
    }
    close(socket);
    return outcome;
}
