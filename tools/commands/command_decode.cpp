// Prints frames as they are read, and what a witness finds in them.

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "h2core/wire/preface.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/decode_listing.hpp"
#include "tools/input/octet_input.hpp"
#include "tools/logs/log_recognition.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/terminal.hpp"
#include "tools/wire/finding_text.hpp"
#include "tools/wire/octet_text.hpp"
#include "tools/wire/settings_text.hpp"
#include "tools/wire/wire_reader.hpp"

namespace tools {
namespace {

// What is wrong with octets that a file has not, unless it is a log: then that.
sim::InputError or_a_log(const sim::InputError& error, const std::string& file) {
    if (file == "-") {
        return error;
    }
    const auto text = read_text(file);
    const LogFormats formats;
    const auto log = recognise_log(text ? *text : std::string{}, file, formats, {});
    return log ? file_error(sim::ErrorCode::wrong_kind, file,
                            "this is a log of " + log->format->title + ", which has no octets",
                            "h2sim diagnose reads it")
               : error;
}

// `receiver`: where a text has both directions.
OctetInput input_of(const DecodeArguments& arguments, const std::string& file, h2::Role receiver) {
    auto text = read_text(file);
    const std::string shown = input_name(file);
    if (text && arguments.hex) {
        text = parse_hex(*text, shown);
    }
    if (!text) {
        throw Failure{ExitCode::invalid, sim::to_text(text.error())};
    }
    auto input = arguments.hex ? from_start(std::move(*text), shown, {})
                               : read_octets(std::move(*text), shown, arguments.input, receiver);
    if (!input) {
        throw Failure{ExitCode::invalid, sim::to_text(or_a_log(input.error(), file))};
    }
    return std::move(*input);
}

bool convict(std::span<const h2::Finding> findings) {
    return std::any_of(findings.begin(), findings.end(), convicts);
}

ExitCode list(WireReader& reader, DecodeListing& listing) {
    bool wrong = false;
    bool preface_shown = false;
    const auto show_preface = [&] {
        if (!preface_shown && reader.preface()) {
            preface_shown = true;
            listing.begin(*reader.preface());
            wrong = wrong || convict(reader.preface()->findings);
        }
    };
    while (const auto item = reader.next()) {
        show_preface();
        listing.add(*item);
        wrong = wrong || convict(item->findings);
    }
    show_preface();
    for (const h2::Role sender : {h2::Role::client, h2::Role::server}) {
        if (const auto rest = reader.rest(sender)) {
            listing.add(sender, *rest);
            wrong = true;
        }
    }
    const std::vector<h2::Finding> owed = reader.end();
    listing.end(owed);
    return wrong || convict(owed) ? ExitCode::failed : ExitCode::ok;
}

// What the input was taken for.
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
}

// Of one direction somebody says who has sent it, or it is found out.
h2::Role sender_of(const DecodeArguments& arguments, const std::string& octets, bool quiet) {
    const h2::Role sender =
        arguments.role ? h2::peer_of(*arguments.role) : likely_sender(bytes_of(octets));
    if (!quiet && sender == h2::Role::server && octets.starts_with(h2::kClientPreface)) {
        write_err("h2sim: note: the input is a client's, a server receives it: --role server?\n");
    }
    return sender;
}

h2::Settings settings_of(const DecodeArguments& arguments) {
    const auto settings = parse_settings(arguments.settings);
    if (!settings) {
        throw Failure{ExitCode::invalid, "h2sim: error: --settings: " + settings.error()};
    }
    return *settings;
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const DecodeArguments& arguments) {
    WireInput wire;
    wire.piece = arguments.piece;
    if (!arguments.settings.empty()) {
        wire.other_settings = settings_of(arguments);
    }
    std::array<OctetInput, 2> inputs;
    const auto read = [&](OctetInput& input, const std::string& file, h2::Role receiver) {
        input = input_of(arguments, file, receiver);
        wire.after_http1 =
            wire.after_http1 || (input.start.skipped > 0 &&
                                 input.start.looks_like.find("HTTP/1") != std::string_view::npos);
        if (!common.quiet) {
            note(arguments, input);
        }
    };
    if (arguments.client.empty()) {
        read(inputs[0], arguments.file, arguments.role.value_or(h2::Role::server));
        const h2::Role sender = sender_of(arguments, inputs[0].octets, common.quiet);
        wire.sent[static_cast<std::size_t>(sender)] = bytes_of(inputs[0].octets);
    } else {
        read(inputs[0], arguments.client, h2::Role::server);
        read(inputs[1], arguments.server, h2::Role::client);
        wire.sent = {bytes_of(inputs[0].octets), bytes_of(inputs[1].octets)};
    }
    WireReader reader{wire};
    const auto listing = arguments.json ? decode_as_json(wire.sent)
                                        : decode_as_text(use_colour(common.colour, STDOUT_FILENO));
    return list(reader, *listing);
}

}  // namespace tools
