// Where the content of a response goes, and what is told of its end.

#include "tools/net/transfer.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "sim/text/printable.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"

namespace tools::net {
namespace {

[[noreturn]] void cannot_write(const std::string& file, const std::error_code& error) {
    if (file.empty()) {
        require_reader(error);
    }
    throw Failure{ExitCode::invalid,
                  fmt::format("h2sim: error: cannot write {}: {}",
                              file.empty() ? "to standard output" : sim::printable(file, 400),
                              error.message())};
}

}  // namespace

ContentWriter::ContentWriter(const std::string& file, bool discard,
                             std::vector<Transfer>& transfers)
    : file_{file == "-" ? "" : file},
      discard_{discard},
      transfers_{transfers},
      descriptor_{STDOUT_FILENO} {
    if (!file_.empty()) {
        descriptor_ = open(file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (descriptor_ < 0) {
            cannot_write(file_, {errno, std::generic_category()});
        }
    }
}

ContentWriter::~ContentWriter() {
    if (!file_.empty()) {
        close(descriptor_);
    }
}

void ContentWriter::write(std::string_view text) {
    if (const std::error_code error = write_all(descriptor_, text)) {
        cannot_write(file_, error);
    }
}

bool ContentWriter::is_turn_of(const Transfer& transfer) const {
    return discard_ || (turn_ < transfers_.size() && &transfer == &transfers_[turn_]);
}

bool ContentWriter::add(Transfer& transfer, std::span<const std::byte> content) {
    if (discard_) {
        return true;
    }
    const std::string_view text{reinterpret_cast<const char*>(content.data()), content.size()};
    if (!is_turn_of(transfer)) {
        transfer.held += text;
        return false;
    }
    write(text);
    return true;
}

const Transfer* ContentWriter::complete(const Transfer& transfer) {
    if (discard_ || !is_turn_of(transfer)) {
        return nullptr;
    }
    while (turn_ < transfers_.size() && transfers_[turn_].done) {
        ++turn_;
        if (turn_ < transfers_.size()) {
            write(transfers_[turn_].held);
            transfers_[turn_].held = {};
        }
    }
    return turn_ < transfers_.size() ? &transfers_[turn_] : nullptr;
}

}  // namespace tools::net
