#pragma once
// The field sections of responses. The one made last is kept: a server under load makes the same
// one again and again.

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>

#include "tools/net/field_texts.hpp"
#include "tools/net/site.hpp"

namespace tools::net {

class ResponseHeads {
  public:
    // :status, content-type, content-length where it is known, server and date.
    SharedFields of(const Plan& plan);

  private:
    const std::string& date();

    std::time_t second_ = 0;
    std::string date_;
    // What the last one was made of.
    std::uint16_t status_ = 0;
    std::optional<std::uint64_t> length_;
    std::string content_type_;
    std::string_view allow_;
    std::time_t made_at_ = 0;
    SharedFields last_;
};

// A section of one :status, and another field unless its name is empty.
SharedFields informational_head(std::string_view status, std::string_view name = {},
                                std::string_view value = {});

}  // namespace tools::net
