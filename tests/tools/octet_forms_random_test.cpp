// Random octets through a writer of every form come back as they were; random texts are taken or
// turned_down, and nothing else.

#include <array>
#include <functional>
#include <random>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/support/instrumented.hpp"
#include "tools/input/octet_input.hpp"
#include "tools/wire/octet_text.hpp"

using tools::InputForm;

namespace {

constexpr int kRounds = support::kInstrumented ? 40 : 400;

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t bound) {
    return random() % bound;
}

// Half of them letters and digits: characters that look like hex are the hard case.
std::string random_octets(Random& random, std::size_t size) {
    constexpr std::string_view kText = "0123456789abcdef .|<>*";
    std::string octets;
    for (std::size_t i = 0; i < size; ++i) {
        octets.push_back(random() % 2 == 0 ? kText[below(random, kText.size())]
                                           : static_cast<char>(random()));
    }
    return octets;
}

// A PING of these octets and more, so that what comes back is HTTP/2.
std::string random_frames(Random& random) {
    const std::size_t size = below(random, 80);
    std::string frame("\0\0\0\0\0\0\0\0\1", 9);
    frame[2] = static_cast<char>(size);
    return frame + random_octets(random, size);
}

std::string joined(const std::string& octets, const std::string& prefix, const std::string& comma,
                   std::size_t in_line) {
    std::string text;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        text += prefix + tools::to_hex(octets.substr(i, 1));
        text += i + 1 == octets.size() ? "" : (i + 1) % in_line == 0 ? comma + "\n" : comma;
    }
    return text;
}

std::string characters(const std::string& octets) {
    std::string text = octets;
    for (char& c : text) {
        c = c >= ' ' && c <= '~' ? c : '.';
    }
    return text;
}

struct DumpStyle {
    std::string colon;
    std::size_t group;  // octets that stand together
    std::size_t width;
    bool gap;  // a wider one in the middle
    std::array<const char*, 2> around;
    bool column;
    bool last;  // offset alone
    bool repeats;
    int radix;
    int digits;
};

std::string offset_text(std::size_t offset, const DumpStyle& style) {
    return style.radix == 16  ? fmt::format("{:0{}x}", offset, style.digits)
           : style.radix == 8 ? fmt::format("{:0{}o}", offset, style.digits)
                              : fmt::format("{:0{}}", offset, style.digits);
}

std::string dump(const std::string& octets, const DumpStyle& style) {
    std::string text;
    bool star = false;
    for (std::size_t at = 0; at < octets.size(); at += style.width) {
        const std::string line = octets.substr(at, style.width);
        const bool again = style.repeats && at > 0 && line.size() == style.width &&
                           octets.compare(at - style.width, style.width, line) == 0;
        if (again) {
            text += star ? "" : "*\n";
            star = true;
            continue;
        }
        star = false;
        std::string hex;
        for (std::size_t i = 0; i < style.width; ++i) {
            hex += i < line.size() ? tools::to_hex(line.substr(i, 1)) : "  ";
            hex += (i + 1) % style.group == 0 ? " " : "";
            hex += style.gap && i == 7 ? " " : "";
        }
        text += offset_text(at, style) + style.colon + (style.gap ? "  " : " ") + hex;
        text += style.column ? " " + (style.around[0] + characters(line)) + style.around[1] : "";
        text += "\n";
    }
    return text + (style.last ? offset_text(octets.size(), style) + "\n" : "");
}

std::string escaped(const std::string& octets) {
    std::string text = "b\"";
    for (const char c : octets) {
        const bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
        text += plain ? std::string{c} : "\\x" + tools::to_hex({&c, 1});
    }
    return text + "\"";
}

std::string base64(const std::string& octets) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < octets.size(); i += 3) {
        unsigned bits = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            bits = bits << 8U |
                   (i + k < octets.size() ? static_cast<unsigned char>(octets[i + k]) : 0U);
        }
        const std::size_t there = std::min<std::size_t>(octets.size() - i, 3);
        for (std::size_t k = 0; k < 4; ++k) {
            text += k <= there ? kAlphabet[bits >> (18 - 6 * k) & 63U] : '=';
        }
        text += text.size() % 77 == 76 ? "\n" : "";
    }
    return text;
}

using Writer = std::function<std::string(const std::string&)>;

std::vector<Writer> writers() {
    const auto style = [](DumpStyle s) {
        return [s](const std::string& octets) { return dump(octets, s); };
    };
    return {
        [](const std::string& o) { return tools::to_hex(o); },
        [](const std::string& o) { return joined(o, "", " ", 1000); },
        [](const std::string& o) { return joined(o, "", ":", 1000); },
        [](const std::string& o) { return joined(o, "0x", ", ", 8); },
        [](const std::string& o) { return joined(o, "\\x", "", 1000); },
        [](const std::string& o) { return "char x[] = {" + joined(o, "0x", ", ", 12) + "};\n"; },
        escaped,
        base64,
        style({":", 2, 16, false, {"", ""}, true, false, false, 16, 8}),  // xxd
        style({":", 1, 24, false, {"", ""}, true, false, true, 16, 8}),   // xxd -a -g1 -c 24
        style({"", 1, 16, true, {"|", "|"}, true, true, true, 16, 8}),    // hexdump -C
        style({"", 1, 16, false, {">", "<"}, true, true, false, 16, 6}),  // od -v -A x -t x1z
        style({"", 1, 16, false, {">", "<"}, true, true, false, 8, 7}),   // od -v -t x1z
        style({"", 1, 16, false, {">", "<"}, true, true, false, 10, 7}),  // od -v -t x1z -A d
        style({"", 1, 16, false, {" ", ""}, true, false, false, 16, 4}),  // Wireshark
        style({"", 1, 16, false, {"", ""}, false, true, true, 16, 6}),    // od -A x -t x1
        style({"", 1, 16, false, {"", ""}, false, true, false, 8, 7}),    // od -v -t x1
        style({":", 4, 8, false, {"", ""}, true, false, false, 16, 8}),   // xxd -c 8 -g 4
    };
}

}  // namespace

TEST_CASE("input: random octets come back from every form, or it is said that they cannot",
          "[tools][input]") {
    Random random{1};
    const auto all = writers();
    std::size_t back = 0;
    std::size_t turned_down = 0;
    for (int round = 0; round < kRounds; ++round) {
        const std::string octets = random_frames(random);
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::string text = all[i](octets);
            CAPTURE(i, text);
            const auto input =
                tools::read_octets(text, "FILE", InputForm::automatic, h2::Role::server);
            if (input) {
                REQUIRE(tools::to_hex(input->octets) == tools::to_hex(octets));
            }
            ++(input ? back : turned_down);
        }
    }
    CAPTURE(back, turned_down);
    // A last line of characters that look like octets, an offset that may be octets.
    CHECK(turned_down * 100 < back);
}

TEST_CASE("input: any text is taken or turned_down with its place", "[tools][input]") {
    Random random{2};
    const auto all = writers();
    constexpr std::string_view kCharacters = "0123456789abcdefx{}[]\"'\\:,;|<>*=- \n\tPRI";
    for (int round = 0; round < kRounds * 20; ++round) {
        std::string text;
        if (random() % 2 == 0) {
            const std::size_t size = below(random, 100);
            for (std::size_t i = 0; i < size; ++i) {
                text.push_back(kCharacters[below(random, kCharacters.size())]);
            }
        } else {  // a form with a mistake
            text = all[below(random, all.size())](random_frames(random));
            text[below(random, text.size())] = kCharacters[below(random, kCharacters.size())];
            text.erase(below(random, text.size()), below(random, 2));
        }
        for (const auto form : {InputForm::automatic, InputForm::hex, InputForm::dump,
                                InputForm::source, InputForm::base64}) {
            const auto input = tools::read_octets(text, "FILE", form, h2::Role::client);
            CAPTURE(text);
            if (!input) {
                const std::string error = sim::to_text(input.error());
                REQUIRE(error.starts_with("FILE"));
                REQUIRE_FALSE(input.error().message.empty());
                REQUIRE(input.error().code != sim::ErrorCode::none);
            } else {
                REQUIRE_FALSE(input->octets.empty());
            }
        }
    }
}
