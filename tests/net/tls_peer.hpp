#pragma once
// Certificates in files, and TLS clients that offer just what a test says.

#include <cstdint>
#include <string>
#include <vector>

#include "tests/tools/workspace.hpp"

// Writes a new self-signed certificate for localhost and 127.0.0.1, and its key.
struct CertificateFiles {
    explicit CertificateFiles(const Workspace& workspace, const std::string& name = "localhost");
    std::string certificate;
    std::string key;
};

struct TlsOffer {
    int highest = 0;                // version, as TLS1_2_VERSION; 0: any
    std::string ciphers;            // of TLS 1.2; empty: OpenSSL's default, at security level 0
    std::vector<std::string> alpn;  // empty: the extension is not sent
};

struct TlsOutcome {
    bool handshake = false;
    std::string protocol;  // ALPN
    std::string cipher;
    int version = 0;
    std::string octets;  // what the server sent afterwards, at most 9 octets
    bool renegotiates = false;
};

TlsOutcome try_tls(std::uint16_t port, const TlsOffer& offer);
