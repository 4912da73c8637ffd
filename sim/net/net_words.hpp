#pragma once
// The short texts in a net's file, taken apart: what a rule takes, what it waits for, what it puts.
// Nothing is known here of places but their names.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/result.hpp"
#include "sim/net/net.hpp"

namespace sim {

struct TakeWords {
    std::string place;
    ItemClass only = ItemClass::any;
    std::uint32_t most = 1;  // 0: all
};

struct ConditionWords {
    NetCondition::Kind kind = NetCondition::Kind::empty;
    bool negated = false;
    std::string place;
    ItemClass only = ItemClass::any;
    std::uint32_t count = 1;
    std::string buffer;
};

struct PutWords {
    std::string place;
    bool token = false;
};

// The error is what was expected.
h2::Result<TakeWords, std::string> parse_take(std::string_view text);
h2::Result<ConditionWords, std::string> parse_condition(std::string_view text);
h2::Result<PutWords, std::string> parse_put(std::string_view text);

std::optional<ItemClass> item_class_of(std::string_view text);
std::optional<NetVerb> net_verb_of(std::string_view text);
std::optional<FunctionWaits> function_waits_of(std::string_view text);
// What a file means by it, in a sentence.
std::string_view meaning(ItemClass value);
std::string_view meaning(NetVerb value);
std::vector<std::string_view> item_class_names();  // without "any"
std::vector<std::string_view> net_verb_names();
std::vector<std::string_view> function_waits_names();

// Letters, digits, spaces and some signs, at most 60: a rule. It becomes part of the words of
// traces.
bool is_rule_name(std::string_view text);
// Lower case letters, digits and '-', beginning with a letter: a place, a thread.
bool is_net_word(std::string_view text);

}  // namespace sim
