// Compares what comes with the client's connection preface (RFC 9113 section 3.4).

#include "h2core/wire/preface.hpp"

namespace h2 {

PrefaceReader::Outcome PrefaceReader::next(std::span<const std::byte>& input) {
    while (!mismatch_ && taken_ < kClientPreface.size()) {
        if (input.empty()) {
            return Outcome::need_more;
        }
        if (input.front() != static_cast<std::byte>(kClientPreface[taken_])) {
            mismatch_ = true;
            break;
        }
        input = input.subspan(1);
        ++taken_;
    }
    return mismatch_ ? Outcome::mismatch : Outcome::complete;
}

}  // namespace h2
