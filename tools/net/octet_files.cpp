// Opens both files of a connection with its first octet and closes them with the connection.

#include "tools/net/octet_files.hpp"

#include <cerrno>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "sim/text/printable.hpp"
#include "tools/system/descriptors.hpp"

namespace tools::net {
namespace {

int create_octets(const std::string& file) {
    return open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
}

void close_octets(int descriptor) {
    if (descriptor >= 0) {
        close(descriptor);
    }
}

}  // namespace

OctetFiles::~OctetFiles() {
    for (const auto& [connection, pair] : open_) {
        close_octets(pair.client);
        close_octets(pair.server);
    }
}

void OctetFiles::give_up(const std::string& file, int error) {
    write_err(fmt::format("h2sim: no more octets are kept, {} cannot be written: {}\n",
                          sim::printable(file, 400), std::generic_category().message(error)));
    base_.clear();
}

OctetFiles::Pair* OctetFiles::open_pair(std::uint64_t connection) {
    const auto [found, is_new] = open_.try_emplace(connection);
    Pair& pair = found->second;
    if (is_new) {
        for (const bool client : {true, false}) {
            const std::string file =
                fmt::format("{}.{}.{}", base_, connection, client ? "client" : "server");
            int& descriptor = client ? pair.client : pair.server;
            descriptor = create_octets(file);
            if (descriptor < 0) {
                give_up(file, errno);
                return nullptr;
            }
        }
    }
    return &pair;
}

void OctetFiles::add(std::uint64_t connection, h2::Role sender, std::span<const std::byte> octets) {
    const Pair* pair = base_.empty() ? nullptr : open_pair(connection);
    if (pair == nullptr) {
        return;
    }
    const std::string_view text{reinterpret_cast<const char*>(octets.data()), octets.size()};
    const bool client = sender == h2::Role::client;
    if (const std::error_code error = write_all(client ? pair->client : pair->server, text)) {
        give_up(fmt::format("{}.{}.{}", base_, connection, client ? "client" : "server"),
                error.value());
    }
}

void OctetFiles::closed(std::uint64_t connection) {
    const auto found = open_.find(connection);
    if (found != open_.end()) {
        close_octets(found->second.client);
        close_octets(found->second.server);
        open_.erase(found);
    }
}

}  // namespace tools::net
