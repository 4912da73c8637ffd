#pragma once
// TLS as RFC 9113 section 9.2 wants it: version 1.2 or newer, no compression, no renegotiation,
// for 1.2 only cipher suites with ephemeral keys and AEAD, ALPN "h2".

#include <memory>
#include <string>

#include "h2core/result.hpp"

struct ssl_ctx_st;

namespace tools::net {

struct FreeTls {
    void operator()(ssl_ctx_st* context) const;
};
using TlsContext = std::unique_ptr<ssl_ctx_st, FreeTls>;
using TlsResult = h2::Result<TlsContext, std::string>;  // the error names file and reason

// Certificate chain and private key in PEM files.
TlsResult server_tls(const std::string& certificate_file, const std::string& key_file);
// A new EC P-256 certificate for localhost, 127.0.0.1 and ::1, good for 30 days.
TlsResult self_signed_tls();

// Verifies the server against `ca_file`, or against the system's authorities if that is empty.
TlsResult client_tls(const std::string& ca_file, bool insecure);

}  // namespace tools::net
