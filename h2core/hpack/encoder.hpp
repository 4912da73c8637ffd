#pragma once
// Field sections → field blocks (RFC 7541 section 6). One encoder for each direction of a
// connection; blocks must go to the wire in the order in which they were encoded.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "h2core/field_list.hpp"
#include "h2core/hpack/dynamic_table.hpp"
#include "h2core/hpack/match_index.hpp"

namespace h2::hpack {

enum class HuffmanChoice : std::uint8_t { shorter, always, never };
enum class IndexingChoice : std::uint8_t {
    // All but never-indexed fields, values that seldom repeat (:path, set-cookie, …) and those that
    // would take more than three quarters of the table.
    incremental,
    all,      // everything that may be and fits
    nothing,  // literals without indexing; static and dynamic matches are still used
};

struct EncoderOptions {
    HuffmanChoice huffman = HuffmanChoice::shorter;
    IndexingChoice indexing = IndexingChoice::incremental;
    // The most our table takes, however much the peer allows.
    std::uint32_t table_size = 4'096;
    bool operator==(const EncoderOptions&) const = default;
};

class Encoder {
  public:
    // Begins with a table of 4,096 octets, which both sides take for granted; where `options` want
    // less, the first block says so.
    explicit Encoder(const EncoderOptions& options = {});

    // The peer's SETTINGS_HEADER_TABLE_SIZE, from the acknowledgment of its SETTINGS on. The next
    // block begins with the size updates that section 4.2 asks for: the smallest of the sizes since
    // the last block, then the present one.
    void set_limit(std::uint32_t octets);

    // Appends the block. Fields marked never_indexed stay so (section 6.2.3); no other field is
    // treated as sensitive: who knows the values marks them (section 7.1.3).
    void encode(std::span<const Field> fields, std::vector<std::byte>& block);

    [[nodiscard]] const DynamicTable& table() const { return table_; }

  private:
    class Block;
    void encode_size_updates(Block& block);
    void encode_field(const Field& field, Block& block);
    [[nodiscard]] bool wants_index(const Field& field, std::uint32_t static_index) const;

    EncoderOptions options_;
    DynamicTable table_;
    MatchIndex matches_;
    bool update_due_ = false;
    std::uint32_t smallest_ = 0;  // of the capacities since the last block, if an update is due
};

}  // namespace h2::hpack
