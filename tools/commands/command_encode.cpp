// Checks the whole document first; then come the octets of the preface, those of the frames, and
// the rest.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "h2core/wire/preface.hpp"
#include "sim/text/located_json.hpp"
#include "tools/commands/commands.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/wire/octet_text.hpp"
#include "tools/wire/wire_check.hpp"
#include "tools/wire/wire_writer.hpp"

namespace tools {
namespace {

using nlohmann::json;

json read_frames(const std::string& file) {
    sim::LocatedJson document = read_json(file);
    const sim::InputErrors errors = check_wire(document);
    if (!errors.empty()) {
        throw Failure{ExitCode::invalid, sim::to_text(errors)};
    }
    return std::move(document.value);
}

// The octets of the client's preface that come first.
std::string preface_of(const json& document) {
    const auto preface = document.find("preface");
    if (preface == document.end() || *preface == false) {
        return {};
    }
    const std::string whole{h2::kClientPreface};
    return preface->is_object() ? whole.substr(0, preface->value("octets", whole.size())) : whole;
}

}  // namespace

ExitCode run_command(const CommonArguments&, const EncodeArguments& arguments) {
    require_folder_of(arguments.out);
    const json document = read_frames(arguments.file);
    std::string octets = preface_of(document);
    std::vector<WireWriter::Octets> frames;
    WireWriter{}.write(document.at("frames"), frames);
    for (const WireWriter::Octets& frame : frames) {
        octets += text_of(frame);
    }
    if (document.contains("rest")) {
        octets += octets_of_hex(document.at("rest").at("payload").get<std::string>());
    }
    write_text(arguments.out, arguments.hex ? hex_lines(octets) : octets);
    return ExitCode::ok;
}

}  // namespace tools
