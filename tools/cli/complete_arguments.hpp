#pragma once
// What a shell asks for while somebody types.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tools {

struct CompleteArguments {
    enum class Kind : std::uint8_t {
        words,  // those below
        files,
        folders,
        scenarios,  // ids, and files
        nets,
        profiles,
        properties,
        keys,      // of a scenario, with "=" behind them
        key_only,  // the same without
        values,    // of `key`
        policies,  // keys of `serve --set`
        rules,
        names,  // all that `explain` knows
    };

    Kind kind = Kind::words;
    std::string before;  // what has been typed and stays as it is: "--set=", "limit=1,"
    std::string begun;   // what has been typed of the word itself
    std::string key;
    std::vector<std::pair<std::string, std::string>> words;  // with what they mean
};

}  // namespace tools
