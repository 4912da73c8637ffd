// RFC 7541 (HPACK): what no verdict cites.

#include <array>

#include "h2core/ledger_tables.hpp"

namespace h2::ledger_tables {
namespace {

using enum Level;
using enum Observer;

constexpr std::array k7541Rows = {
    row("7541/2.1/encoder-order", must, self, "an encoder keeps the order of the fields"),
    row("7541/2.1/decoder-order", must, self, "a decoder keeps the order of the fields"),
    row("7541/2.3.2/duplicates", must, prober,
        "the same entry twice in the dynamic table is no error"),
    row("7541/3.2/in-order", must, self,
        "representations are processed one after another in their order"),
    row("7541/6.2.3/never-indexed", must, intermediary,
        "a field that came as never indexed is forwarded as never indexed"),
};

}  // namespace

std::span<const Rule> rfc7541() {
    return k7541Rows;
}

}  // namespace h2::ledger_tables
