#pragma once
// The content of a response, or of a request, on its way out.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tools::net {

class Body {
  public:
    // Octets that outlive the body; the same ones again and again as `filler`.
    void set_text(std::string_view text) { text_ = text; }
    void set_filler(std::uint64_t octets) { filler_ = octets; }
    void add(std::span<const std::byte> octets) {
        if (made_from_ == made_.size()) {
            made_.clear();
            made_from_ = 0;
        }
        made_.append(reinterpret_cast<const char*>(octets.data()), octets.size());
    }
    // Nothing is added any more.
    void complete() { complete_ = true; }

    // What comes next, as much as lies together but at most `most`; empty: nothing now.
    [[nodiscard]] std::string_view next(std::size_t most) const {
        if (!text_.empty()) {
            return text_.substr(0, most);
        }
        if (filler_ > 0) {
            const std::uint64_t some = std::min<std::uint64_t>({most, filler_, filler().size()});
            return filler().substr(0, static_cast<std::size_t>(some));
        }
        return std::string_view{made_}.substr(made_from_, most);
    }
    void taken(std::size_t octets) {
        if (!text_.empty()) {
            text_.remove_prefix(octets);
        } else if (filler_ > 0) {
            filler_ -= octets;
        } else {
            made_from_ += octets;
        }
    }
    // What comes next outlives the body.
    [[nodiscard]] bool is_static() const { return !text_.empty() || filler_ > 0; }
    [[nodiscard]] bool is_empty() const { return next(1).empty(); }
    [[nodiscard]] bool is_done() const { return complete_ && is_empty(); }

  private:
    static std::string_view filler() {
        static const std::string octets = [] {
            constexpr std::string_view kLine =
                "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-\n";
            std::string made;
            while (made.size() < std::size_t{16} * 1024) {
                made += kLine;
            }
            return made;
        }();
        return octets;
    }

    std::string_view text_;
    std::uint64_t filler_ = 0;
    std::string made_;
    std::size_t made_from_ = 0;
    bool complete_ = false;
};

}  // namespace tools::net
