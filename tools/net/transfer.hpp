#pragma once
// One request of `h2sim get` and what became of it; and where the contents go.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/net/field_texts.hpp"
#include "tools/net/url.hpp"
#include "tools/system/exit_code.hpp"

namespace tools::net {

// The same for all repetitions of a URL.
struct RequestSpec {
    std::string shown;  // the URL as it was given
    Url url;
    SharedFields fields;
};

struct Transfer {
    const RequestSpec* request = nullptr;
    std::uint32_t attempts = 0;
    std::uint16_t status = 0;  // of the final response
    std::uint64_t octets = 0;  // of its content
    bool done = false;
    std::string trouble;           // empty: a complete response, as wanted
    ExitCode code = ExitCode::ok;  // of the trouble
    std::string held;              // content that waits for its turn
};

// Contents in the order of the transfers, each as soon as all before it are complete.
class ContentWriter {
  public:
    // `file` empty: standard output. `discard`: contents are only counted. Throws Failure (exit
    // code 2) when it cannot be written, now or later. `transfers` outlive it.
    ContentWriter(const std::string& file, bool discard, std::vector<Transfer>& transfers);
    ContentWriter(const ContentWriter&) = delete;
    ContentWriter& operator=(const ContentWriter&) = delete;
    ~ContentWriter();

    // True: written or discarded. False: it is held, the peer need not send more.
    bool add(Transfer& transfer, std::span<const std::byte> content);
    // The transfer is done. Writes what was held behind it, and gives the transfer whose turn it
    // is now; null where nothing changes.
    const Transfer* complete(const Transfer& transfer);
    // Whether that one's content is written at once.
    [[nodiscard]] bool is_turn_of(const Transfer& transfer) const;

  private:
    void write(std::string_view text);

    std::string file_;
    bool discard_;
    std::vector<Transfer>& transfers_;
    std::size_t turn_ = 0;
    int descriptor_;
};

}  // namespace tools::net
