// Words are separated by single spaces; where they are not what they should be, the error is what
// they should be.

#include "sim/net/net_words.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/text/enumerators.hpp"

namespace sim {
namespace {

constexpr auto kItemClasses = enumerators<ItemClass::early_reset>();
constexpr auto kNetVerbs = enumerators<NetVerb::remove>();
constexpr auto kFunctionWaits = enumerators<FunctionWaits::nothing>();

template <class Values>
auto value_named(const Values& values, std::string_view text)
    -> std::optional<typename Values::value_type> {
    const auto found =
        std::find_if(values.begin(), values.end(), [&](auto each) { return name(each) == text; });
    return found == values.end() ? std::nullopt : std::optional{*found};
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (true) {
        const std::size_t end = text.find(' ');
        words.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return words;
        }
        text.remove_prefix(end + 1);
    }
}

// A number from 1 to 1000.
std::optional<std::uint32_t> number_of(std::string_view text) {
    std::uint32_t number = 0;
    const char* const begin = std::to_address(text.begin());
    const char* const end = begin + text.size();
    const auto [stop, error] = std::from_chars(begin, end, number);
    return error == std::errc{} && stop == end && number >= 1 && number <= 1000
               ? std::optional{number}
               : std::nullopt;
}

std::string classes_text() {
    return fmt::format("one of {}", fmt::join(item_class_names(), ", "));
}

const char* const kTakeForm =
    "\"PLACE\", \"CLASS from PLACE\", with \"all \" or \"up to N \" before";
const char* const kConditionForm =
    "\"PLACE empty\", \"PLACE holds\", \"PLACE holds CLASS\", \"PLACE holds N CLASS\", "
    "\"PLACE next CLASS\", \"PLACE at limit\", \"PLACE fits BUFFER\" or \"PLACE sendable\", with "
    "\"not \" before";

using Words = std::vector<std::string_view>;

// "holds", "holds CLASS", "holds N", "holds N CLASS"; `words` are what follows.
std::optional<std::string> parse_holds(const Words& words, ConditionWords& condition) {
    std::size_t next = 0;
    if (next < words.size()) {
        if (const auto number = number_of(words[next])) {
            condition.count = *number;
            ++next;
        }
    }
    if (next < words.size()) {
        const auto only = item_class_of(words[next]);
        if (!only) {
            return fmt::format("a class of items: {}", classes_text());
        }
        condition.only = *only;
        ++next;
    }
    return next == words.size() ? std::nullopt : std::optional{std::string{kConditionForm}};
}

}  // namespace

std::optional<ItemClass> item_class_of(std::string_view text) {
    return text == "any" ? std::nullopt : value_named(kItemClasses, text);
}

std::optional<NetVerb> net_verb_of(std::string_view text) {
    return value_named(kNetVerbs, text);
}

std::optional<FunctionWaits> function_waits_of(std::string_view text) {
    return value_named(kFunctionWaits, text);
}

std::string_view meaning(ItemClass value) {
    switch (value) {
        case ItemClass::any: return "Whatever it is.";
        case ItemClass::token: return "A token: a lock, or a sign that something is under way.";
        case ItemClass::read: return "A frame of the client that was read.";
        case ItemClass::frame: return "A frame of the server that the core has accepted.";
        case ItemClass::turn:
            return "What a request function has handed over; the core has yet to hear of it.";
        case ItemClass::exit:
            return "That a request function has returned; the core has yet to hear of it.";
        case ItemClass::removal:
            return "A stream that the client has closed, and that the server has yet to remove.";
        case ItemClass::headers: return "HEADERS, of either side.";
        case ItemClass::data: return "DATA, of either side.";
        case ItemClass::reset: return "RST_STREAM, of either side.";
        case ItemClass::trailers: return "HEADERS that end a response behind its content.";
        case ItemClass::response: return "HEADERS or DATA.";
        case ItemClass::connection:
            return "A frame on stream 0: SETTINGS, PING, GOAWAY, WINDOW_UPDATE.";
        case ItemClass::closing: return "A frame with END_STREAM, or RST_STREAM.";
        case ItemClass::counted: return "Such a frame, of a stream that the server still counts.";
        case ItemClass::early_reset:
            return "RST_STREAM(NO_ERROR), behind a complete response to an unfinished request.";
    }
    return {};
}

std::string_view meaning(NetVerb value) {
    switch (value) {
        case NetVerb::receive:
            return "The core hears the frame that was read: it may accept, refuse, answer.";
        case NetVerb::hand_over:
            return "The request function hands over its next frame, or those that go together.";
        case NetVerb::submit:
            return "The core hears what a function has handed over; a frame that the windows do "
                   "not admit stays with the function until they do.";
        case NetVerb::returned:
            return "The core hears that a function has returned (release_at app_done).";
        case NetVerb::encoded:
            return "The frame is in a buffer of the server (release_at encoded).";
        case NetVerb::write_start: return "The write of the frame begins (release_at write_start).";
        case NetVerb::show:
            return "The transport takes the frame, and the client can see it (release_at "
                   "visible_same_step); the rule waits for room.";
        case NetVerb::completed:
            return "The server hears that the write has finished (release_at "
                   "completion_processed); a function that waits for it goes on.";
        case NetVerb::remove: return "A stream that the client has closed leaves the table.";
    }
    return {};
}

std::vector<std::string_view> item_class_names() {
    auto names = all_names(kItemClasses);
    names.erase(names.begin());
    return names;
}

std::vector<std::string_view> net_verb_names() {
    return all_names(kNetVerbs);
}

std::vector<std::string_view> function_waits_names() {
    return all_names(kFunctionWaits);
}

bool is_net_word(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    return !text.empty() && text.size() <= 40 && text.front() >= 'a' && text.front() <= 'z' &&
           std::all_of(text.begin(), text.end(), allowed);
}

bool is_rule_name(std::string_view text) {
    static constexpr std::string_view kSigns = " -_.,'()/+";
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kSigns.find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= 60 && text.front() != ' ' && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), allowed);
}

h2::Result<TakeWords, std::string> parse_take(std::string_view text) {
    Words words = words_of(text);
    TakeWords take;
    if (words.size() > 1 && words[0] == "all") {
        take.most = 0;
        words.erase(words.begin());
    } else if (words.size() > 3 && words[0] == "up" && words[1] == "to") {
        const auto most = number_of(words[2]);
        if (!most) {
            return std::string{"a number from 1 to 1000 behind \"up to\""};
        }
        take.most = *most;
        words.erase(words.begin(), words.begin() + 3);
    }
    if (words.size() == 3 && words[1] == "from") {
        const auto only = item_class_of(words[0]);
        if (!only) {
            return fmt::format("a class of items before \"from\": {}", classes_text());
        }
        take.only = *only;
        words.erase(words.begin(), words.begin() + 2);
    }
    if (words.size() != 1 || !is_net_word(words[0])) {
        return std::string{kTakeForm};
    }
    take.place = words[0];
    return take;
}

h2::Result<ConditionWords, std::string> parse_condition(std::string_view text) {
    Words words = words_of(text);
    ConditionWords condition;
    if (words[0] == "not") {
        condition.negated = true;
        words.erase(words.begin());
    }
    if (words.size() < 2 || !is_net_word(words[0])) {
        return std::string{kConditionForm};
    }
    condition.place = words[0];
    const std::string_view verb = words[1];
    const Words rest{words.begin() + 2, words.end()};
    using Kind = NetCondition::Kind;
    if (verb == "holds") {
        condition.kind = Kind::holds;
        if (auto expected = parse_holds(rest, condition)) {
            return *expected;
        }
        return condition;
    }
    if (verb == "empty" && rest.empty()) {
        condition.kind = Kind::empty;
    } else if (verb == "sendable" && rest.empty()) {
        condition.kind = Kind::sendable;
    } else if (verb == "next" && rest.size() == 1 && item_class_of(rest[0])) {
        condition.kind = Kind::next;
        condition.only = *item_class_of(rest[0]);
    } else if (verb == "at" && rest == Words{"limit"}) {
        condition.kind = Kind::at_limit;
    } else if (verb == "fits" && rest.size() == 1 && is_net_word(rest[0])) {
        condition.kind = Kind::fits;
        condition.buffer = rest[0];
    } else {
        return std::string{kConditionForm};
    }
    return condition;
}

h2::Result<PutWords, std::string> parse_put(std::string_view text) {
    Words words = words_of(text);
    PutWords put;
    if (words.size() == 2 && words[0] == "token") {
        put.token = true;
        words.erase(words.begin());
    }
    if (words.size() != 1 || !is_net_word(words[0])) {
        return std::string{"\"PLACE\", or \"token PLACE\" for a new token"};
    }
    put.place = words[0];
    return put;
}

}  // namespace sim
