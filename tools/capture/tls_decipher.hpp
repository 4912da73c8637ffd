#pragma once
// TLS is deciphered by tshark (Wireshark 3 or later), where it is installed: with a key log, or
// with secrets that are in the capture (pcapng).

#include <string>
#include <vector>

#include "tools/capture/read_capture.hpp"
#include "tools/capture/recording.hpp"
#include "tools/capture/tls_records.hpp"

namespace tools {

// Tells the connections, or why they cannot be read. Adds to the notes what everybody must know.
void decipher(const CaptureSource& source, std::vector<TlsConnection> connections,
              Recording& recording, std::vector<std::string>& notes);

// Whether a pcapng file has secrets of TLS in it (a Decryption Secrets Block).
bool has_secrets(const std::string& file);

}  // namespace tools
