// Prints frames as they are read. For JSON the frames are encoded again, a whole field block at a
// time; where that does not give the octets that were read, the frame gets its payload in hex too,
// so that encode can write the same octets.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "h2core/rules.hpp"
#include "h2core/wire/preface.hpp"
#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/input/octet_input.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/terminal.hpp"
#include "tools/wire/frame_text.hpp"
#include "tools/wire/octet_text.hpp"
#include "tools/wire/wire_json.hpp"
#include "tools/wire/wire_reader.hpp"
#include "tools/wire/wire_writer.hpp"

namespace tools {
namespace {

using nlohmann::json;
using Octets = std::span<const std::byte>;

bool is_error(const h2::Verdict& verdict) {
    return std::holds_alternative<h2::StreamError>(verdict) ||
           std::holds_alternative<h2::ConnectionError>(verdict);
}

OctetInput input_of(const DecodeArguments& arguments) {
    auto text = read_text(arguments.file);
    const std::string shown = input_name(arguments.file);
    if (text && arguments.hex) {
        text = parse_hex(*text, shown);
    }
    if (!text) {
        throw Failure{ExitCode::invalid, sim::to_text(text.error())};
    }
    auto input = arguments.hex
                     ? from_start(std::move(*text), shown, {})
                     : read_octets(std::move(*text), shown, arguments.input, arguments.role);
    if (!input) {
        throw Failure{ExitCode::invalid, sim::to_text(input.error())};
    }
    return std::move(*input);
}

// Output in pieces that are worth a write.
class Output {
  public:
    void add(std::string_view text) {
        text_ += text;
        if (text_.size() > kPiece) {
            flush();
        }
    }
    void flush() {
        write_out(text_);
        text_.clear();
    }

  private:
    static constexpr std::size_t kPiece = 65'536;
    std::string text_;
};

class TextListing {
  public:
    explicit TextListing(bool colour) : colour_{colour} {}

    void begin(const WireReader& reader) {
        if (const auto& preface = reader.preface()) {
            output_.add(fmt::format("[offset 0] recv client connection preface <length={}>\n",
                                    preface->octets));
            add_verdict_line(preface->verdict);
        }
    }
    void add(const WireReader::Item& item) {
        const std::string text = item.frame
                                     ? frame_text(Direction::received, item.header, *item.frame)
                                     : frame_line(Direction::received, item.header);
        output_.add(fmt::format("[offset {}] {}", item.offset, text));
        add_verdict_line(item.verdict);
    }
    void end(const WireReader& reader) {
        if (const auto rest = reader.rest()) {
            const std::string text =
                fmt::format("[offset {}] {} {}: {}", rest->offset, counted(rest->octets, "octet"),
                            rest->octets == 1 ? "is left" : "are left", rest->reason);
            output_.add(toned(text, Tone::bad, colour_) + "\n");
        }
        output_.flush();
    }

  private:
    void add_verdict_line(const h2::Verdict& verdict) {
        const std::string text = verdict_text(verdict);
        if (!text.empty()) {
            const Tone tint = is_error(verdict) ? Tone::bad : Tone::open;
            output_.add(fmt::format("{}{}\n", kFrameDetail, toned("=> " + text, tint, colour_)));
        }
    }

    bool colour_;
    Output output_;
};

json json_of(const WireReader::Item& item, Octets all) {
    json entry = tools::json_of(item.header);
    entry["offset"] = item.offset;
    add_verdict(entry, item.verdict, item.header.stream);
    if ((all[item.offset + 5] & std::byte{0x80}) != std::byte{0}) {
        entry["reserved"] = true;
    }
    if (item.truncated) {
        entry["truncated"] = true;
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
// whole field block at a time.
class JsonListing {
  public:
    explicit JsonListing(Octets all) : all_{all} { output_.add("{\"frames\": ["); }

    void add(const WireReader::Item& item) {
        frames_.push_back(json_of(item, all_));
        payloads_.push_back(item.payload);
        if (!item.block_goes_on) {
            write_frames();
        }
    }
    void end(const WireReader& reader) {
        write_frames();
        output_.add(first_ ? "]" : "\n]");
        if (const auto& preface = reader.preface()) {
            json entry = {{"octets", preface->octets}};
            add_verdict(entry, preface->verdict, {});
            output_.add(fmt::format(",\n\"preface\": {}", entry.dump()));
        }
        if (const auto rest = reader.rest()) {
            const json entry = {{"offset", rest->offset},
                                {"octets", rest->octets},
                                {"reason", rest->reason},
                                {"payload", to_hex(text_of(all_.subspan(rest->offset)))}};
            output_.add(fmt::format(",\n\"rest\": {}", entry.dump()));
        }
        output_.add("}\n");
        output_.flush();
    }

  private:
    void write_frames() {
        std::vector<WireWriter::Octets> again;
        writer_.write(frames_, again);
        for (std::size_t i = 0; i < frames_.size(); ++i) {
            const std::size_t size = h2::kFrameHeaderSize + payloads_[i].size();
            const Octets wire = all_.subspan(frames_[i].at("offset").get<std::size_t>(), size);
            if (text_of(wire) != text_of(again[i])) {
                frames_[i]["payload"] = to_hex(text_of(payloads_[i]));
            }
            output_.add((first_ ? "\n" : ",\n") + frames_[i].dump());
            first_ = false;
        }
        frames_ = json::array();
        payloads_.clear();
    }

    Octets all_;
    json frames_ = json::array();
    std::vector<Octets> payloads_;
    WireWriter writer_;
    Output output_;
    bool first_ = true;
};

template <class Listing>
ExitCode list(WireReader& reader, Listing& listing) {
    bool errors = reader.preface() && is_error(reader.preface()->verdict);
    while (const auto item = reader.next()) {
        listing.add(*item);
        errors = errors || is_error(item->verdict);
    }
    listing.end(reader);
    return errors || reader.rest() ? ExitCode::failed : ExitCode::ok;
}

// What the input was taken for, and what a likely mistake looks like.
void note(const DecodeArguments& arguments, const OctetInput& input) {
    if (!input.form.empty() && arguments.input == InputForm::automatic) {
        write_err(fmt::format("h2sim: note: the input is {}: {}\n", input.form,
                              counted(input.start.skipped + input.octets.size(), "octet")));
    }
    if (input.start.skipped > 0) {
        write_err(fmt::format("h2sim: note: {} before {} {} skipped: {}\n",
                              counted(input.start.skipped, "octet"), input.start.next,
                              input.start.skipped == 1 ? "is" : "are", input.start.looks_like));
    }
    if (arguments.role == h2::Role::client && input.octets.starts_with(h2::kClientPreface)) {
        write_err("h2sim: note: the input is a client's, a server receives it: --role server?\n");
    }
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const DecodeArguments& arguments) {
    const OctetInput input = input_of(arguments);
    const std::string& octets = input.octets;
    if (!common.quiet) {
        note(arguments, input);
    }
    WireReader reader{arguments.role, bytes_of(octets)};
    if (arguments.json) {
        JsonListing listing{bytes_of(octets)};
        return list(reader, listing);
    }
    TextListing listing{use_colour(common.colour, STDOUT_FILENO)};
    listing.begin(reader);
    return list(reader, listing);
}

}  // namespace tools
