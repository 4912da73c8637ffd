// Sets OpenSSL up as RFC 9113 section 9.2 wants it, and names what went wrong in a handshake.

#include "tools/net/tls.hpp"

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include "sim/text/printable.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/environment.hpp"

namespace tools::net {
namespace {

// As ALPN spells a list of one protocol.
constexpr std::array<unsigned char, 3> kProtocols{2, 'h', '2'};

struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
using Certificate = std::unique_ptr<X509, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;

// The reason OpenSSL gave last; its queue is empty afterwards.
std::string reason() {
    std::string text = "unknown error";
    while (const unsigned long code = ERR_get_error()) {
        const char* words = ERR_reason_error_string(code);
        text = words != nullptr ? words : text;
    }
    return text;
}

// `expected`: what would have been right, where the reason alone does not tell.
TlsResult failure(std::string_view what, std::string_view expected = {}) {
    return fmt::format("{}: {}{}", what, reason(), expected);
}

// As curl and browsers do, so that Wireshark can read what was recorded meanwhile.
constexpr const char* kKeyLogVariable = "SSLKEYLOGFILE";

// A line for each secret, in a file for its owner only. What cannot be written is told once.
void log_key(const SSL* /*ssl*/, const char* line) {
    static bool told = false;
    const std::string file{environment(kKeyLogVariable)};
    const int log = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    std::error_code error{errno, std::generic_category()};
    if (log >= 0) {
        error = write_all(log, fmt::format("{}\n", line));
        close(log);
    }
    if (error && !told) {
        told = true;
        write_err(fmt::format("h2sim: {}: cannot write {}: {}\n", kKeyLogVariable,
                              sim::printable(file, 400), error.message()));
    }
}

TlsContext new_context(const SSL_METHOD* method) {
    TlsContext context{SSL_CTX_new(method)};
    if (context == nullptr) {
        return nullptr;
    }
    if (!environment(kKeyLogVariable).empty()) {
        SSL_CTX_set_keylog_callback(context.get(), log_key);
    }
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
    // Version 1.2; those of version 1.3 are all in order (section 9.2.2, appendix A).
    return SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20") == 1
               ? std::move(context)
               : nullptr;
}

// Who offers protocols but not h2 gets the alert of RFC 7301 section 3.2. Who offers none comes
// through here not at all: its session sees no protocol.
int select_protocol(SSL* /*ssl*/, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned int octets, void* /*argument*/) {
    unsigned char* found = nullptr;
    const int outcome = SSL_select_next_proto(&found, length, kProtocols.data(), kProtocols.size(),
                                              offered, octets);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

TlsContext new_server_context() {
    TlsContext context = new_context(TLS_server_method());
    if (context != nullptr) {
        SSL_CTX_set_alpn_select_cb(context.get(), select_protocol, nullptr);
        SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    }
    return context;
}

bool add_extension(X509* certificate, int id, const char* value) {
    X509V3_CTX context{};
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Free> extension{
        X509V3_EXT_conf_nid(nullptr, &context, id, value)};
    return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Certificate new_certificate(EVP_PKEY* key) {
    constexpr long kDay = 24L * 60 * 60;
    Certificate made{X509_new()};
    std::array<unsigned char, 8> serial{};
    if (made == nullptr || RAND_bytes(serial.data(), serial.size()) != 1) {
        return nullptr;
    }
    serial[0] = static_cast<unsigned char>((serial[0] & 0x7fU) | 0x40U);  // positive, all octets
    std::uint64_t number = 0;
    for (const unsigned char octet : serial) {
        number = number << 8U | octet;
    }
    X509* certificate = made.get();
    X509_NAME* name = X509_get_subject_name(certificate);
    const auto* common_name = reinterpret_cast<const unsigned char*>("localhost");
    const bool done =
        X509_set_version(certificate, 2) == 1 &&
        ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), number) == 1 &&
        X509_gmtime_adj(X509_getm_notBefore(certificate), -kDay) != nullptr &&
        X509_gmtime_adj(X509_getm_notAfter(certificate), 30 * kDay) != nullptr &&
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common_name, -1, -1, 0) == 1 &&
        X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
        add_extension(certificate, NID_subject_alt_name,
                      "DNS:localhost,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1") &&
        add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
        X509_sign(certificate, key, EVP_sha256()) > 0;
    return done ? std::move(made) : nullptr;
}

}  // namespace

void FreeTls::operator()(ssl_ctx_st* context) const {
    SSL_CTX_free(context);
}

TlsResult server_tls(const std::string& certificate_file, const std::string& key_file) {
    ERR_clear_error();
    TlsContext context = new_server_context();
    if (context == nullptr) {
        return failure("TLS");
    }
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) != 1) {
        return failure(fmt::format("certificate {}", certificate_file),
                       "; expected a chain in PEM");
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1) {
        return failure(fmt::format("private key {}", key_file),
                       "; expected one in PEM that belongs to the certificate");
    }
    return context;
}

TlsResult self_signed_tls() {
    ERR_clear_error();
    TlsContext context = new_server_context();
    const Key key{EVP_EC_gen("P-256")};
    if (context == nullptr || key == nullptr) {
        return failure("TLS");
    }
    const Certificate certificate = new_certificate(key.get());
    if (certificate == nullptr || SSL_CTX_use_certificate(context.get(), certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
        return failure("self-signed certificate");
    }
    return context;
}

TlsResult client_tls(const std::string& ca_file, bool insecure) {
    ERR_clear_error();
    TlsContext context = new_context(TLS_client_method());
    if (context == nullptr ||
        SSL_CTX_set_alpn_protos(context.get(), kProtocols.data(), kProtocols.size()) != 0) {
        return failure("TLS");
    }
    SSL_CTX_set_verify(context.get(), insecure ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
    if (insecure) {
        return context;
    }
    if (ca_file.empty()) {
        return SSL_CTX_set_default_verify_paths(context.get()) == 1 ? TlsResult{std::move(context)}
                                                                    : failure("authorities");
    }
    if (SSL_CTX_load_verify_file(context.get(), ca_file.c_str()) != 1) {
        return failure(fmt::format("certificates of authorities {}", ca_file));
    }
    return context;
}

}  // namespace tools::net
