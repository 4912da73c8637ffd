// Captures of a program that was built without libpcap.

#include "tools/capture/packet_file.hpp"
#include "tools/system/files.hpp"

namespace tools {

void PacketFile::Close::operator()(pcap* /*handle*/) const {}

h2::Result<PacketFile, sim::InputError> PacketFile::open(const std::string& file) {
    return file_error(sim::ErrorCode::unreadable, file,
                      "is a capture, and this h2sim was built without libpcap",
                      "install libpcap-dev (libpcap-devel) and build again; meson option pcap");
}

h2::Result<PacketFile, sim::InputError> PacketFile::open(std::FILE* stream,
                                                         const std::string& name) {
    std::fclose(stream);
    return open(name);
}

bool PacketFile::next(Packet& /*packet*/) {
    return false;
}

std::string PacketFile::link_name() const {
    return "";
}

}  // namespace tools
