// Frames as JSON, with their payload where encoding them again would not make the same octets.

#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/commands/decode_listing.hpp"
#include "tools/wire/finding_text.hpp"
#include "tools/wire/octet_text.hpp"
#include "tools/wire/wire_json.hpp"
#include "tools/wire/wire_writer.hpp"

namespace tools {
namespace {

using nlohmann::json;
using Octets = std::span<const std::byte>;

json json_of_item(const WireReader::Item& item) {
    json entry = tools::json_of(item.header);
    entry["offset"] = item.offset;
    tools::add_findings(entry, item.findings);
    if (item.header.reserved) {
        entry["reserved"] = true;
    }
    if (item.frame && item.header.is(h2::FrameType::CONTINUATION)) {
        if (const h2::FieldList* fields = fields_of(*item.frame)) {
            add_fields(entry, *fields);
        }
    } else if (item.frame) {
        add_members(entry, *item.frame);
    }
    return entry;
}

// One frame on a line. What the members of a frame do not say is found by encoding them again, a
// whole field block at a time. The frames of both directions stand under "exchange", which encode
// does not take for the octets of one.
class JsonListing : public DecodeListing {
  public:
    explicit JsonListing(const std::array<Octets, 2>& sent)
        : sent_{sent}, both_{!sent[0].empty() && !sent[1].empty()} {
        output_.add(both_ ? "{\"exchange\": [" : "{\"frames\": [");
    }

    void begin(const WireReader::Preface& preface) override { preface_ = preface; }
    void add(const WireReader::Item& item) override {
        Block& block = of(item.sender);
        block.frames.push_back(json_of_item(item));
        if (both_) {
            block.frames.back()["sender"] = name_of(item.sender);
        }
        block.sizes.push_back(h2::kFrameHeaderSize + item.payload.size());
        if (!item.block_goes_on) {
            write_frames(item.sender);
        }
    }
    void add(h2::Role sender, const WireReader::Rest& rest) override {
        write_frames(sender);
        json entry = {{"offset", rest.offset},
                      {"octets", rest.octets},
                      {"reason", rest.reason},
                      {"payload", to_hex(text_of(all_of(sender).subspan(rest.offset)))}};
        if (!rest.findings.empty()) {
            tools::add_findings(entry, rest.findings);
        }
        rest_.emplace_back(sender, std::move(entry));
    }
    void end(std::span<const h2::Finding> owed) override {
        output_.add(first_ ? "]" : "\n]");
        if (!both_) {
            add_member("sender", name_of(sent_[0].empty() ? h2::Role::server : h2::Role::client));
        }
        if (preface_) {
            json entry = {{"octets", preface_->octets}};
            tools::add_findings(entry, preface_->findings);
            add_member("preface", entry);
        }
        for (const auto& [sender, entry] : rest_) {
            add_member(rest_.size() == 1 ? "rest" : fmt::format("rest_of_{}", name_of(sender)),
                       entry);
        }
        if (!owed.empty()) {
            json entry;
            tools::add_findings(entry, owed);
            add_member("owed", entry["findings"]);
        }
        output_.add("}\n");
        output_.flush();
    }

  private:
    struct Block {  // frames that are not written yet
        json frames = json::array();
        std::vector<std::size_t> sizes;  // in octets
        WireWriter writer;
    };
    Block& of(h2::Role sender) { return blocks_[static_cast<std::size_t>(sender)]; }
    [[nodiscard]] Octets all_of(h2::Role sender) const {
        return sent_[static_cast<std::size_t>(sender)];
    }
    void add_member(const std::string& name, const json& value) {
        output_.add(fmt::format(",\n\"{}\": {}", name, value.dump()));
    }
    void write_frames(h2::Role sender) {
        Block& block = of(sender);
        std::vector<WireWriter::Octets> again;
        block.writer.write(block.frames, again);
        for (std::size_t i = 0; i < block.frames.size(); ++i) {
            json& frame = block.frames[i];
            const Octets wire =
                all_of(sender).subspan(frame.at("offset").get<std::size_t>(), block.sizes[i]);
            if (text_of(wire) != text_of(again[i])) {
                frame["payload"] = to_hex(text_of(wire.subspan(h2::kFrameHeaderSize)));
            }
            output_.add((first_ ? "\n" : ",\n") + frame.dump());
            first_ = false;
        }
        block.frames = json::array();
        block.sizes.clear();
    }

    std::array<Octets, 2> sent_;
    bool both_;  // directions are there
    std::array<Block, 2> blocks_;
    std::optional<WireReader::Preface> preface_;
    std::vector<std::pair<h2::Role, json>> rest_;
    PiecedOutput output_;
    bool first_ = true;
};

}  // namespace

std::unique_ptr<DecodeListing> decode_as_json(
    const std::array<std::span<const std::byte>, 2>& sent) {
    return std::make_unique<JsonListing>(sent);
}

}  // namespace tools
