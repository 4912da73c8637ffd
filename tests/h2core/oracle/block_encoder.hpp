#pragma once
// Field sections → field blocks, by either implementation's encoder.

#include <memory>
#include <span>
#include <stdexcept>

#include <nghttp2/nghttp2.h>

#include "h2core/hpack/encoder.hpp"
#include "tests/h2core/oracle/script.hpp"

namespace oracle {

class BlockEncoder {
  public:
    explicit BlockEncoder(bool use_theirs) : use_theirs_{use_theirs} {
        nghttp2_hd_deflater* deflater = nullptr;
        if (nghttp2_hd_deflate_new(&deflater, 4'096) != 0) {
            throw std::runtime_error{"nghttp2_hd_deflate_new"};
        }
        theirs_.reset(deflater);
    }
    // The receiver's HEADER_TABLE_SIZE is in force.
    void set_limit(std::uint32_t octets) {
        ours_.set_limit(octets);
        if (nghttp2_hd_deflate_change_table_size(theirs_.get(), octets) != 0) {
            throw std::runtime_error{"nghttp2_hd_deflate_change_table_size"};
        }
    }
    Octets encode(std::span<const h2::Field> fields) {
        Octets block;
        if (!use_theirs_) {
            ours_.encode(fields, block);
            return block;
        }
        std::vector<nghttp2_nv> list;
        for (const h2::Field& field : fields) {
            list.push_back({octets(field.name), octets(field.value), field.name.size(),
                            field.value.size(), NGHTTP2_NV_FLAG_NONE});
        }
        block.resize(nghttp2_hd_deflate_bound(theirs_.get(), list.data(), list.size()));
        const ssize_t size =
            nghttp2_hd_deflate_hd(theirs_.get(), reinterpret_cast<std::uint8_t*>(block.data()),
                                  block.size(), list.data(), list.size());
        if (size < 0) {
            throw std::runtime_error{"nghttp2_hd_deflate_hd"};
        }
        block.resize(static_cast<std::size_t>(size));
        return block;
    }

  private:
    static std::uint8_t* octets(std::string_view text) {  // the library has no const
        return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
    }
    struct Free {
        void operator()(nghttp2_hd_deflater* deflater) const { nghttp2_hd_deflate_del(deflater); }
    };
    bool use_theirs_;
    h2::hpack::Encoder ours_;
    std::unique_ptr<nghttp2_hd_deflater, Free> theirs_;
};

}  // namespace oracle
