#pragma once
// Catch2 3 under the name of Catch2 2's single header, with the names that version 3 moved and our
// tests use. Only on the include path when the installed Catch2 is version 3.

#include <string>
#include <utility>

#include <catch2/catch_all.hpp>

namespace Catch {

inline auto Contains(std::string part) {
    return Matchers::ContainsSubstring(std::move(part));
}
inline auto StartsWith(std::string part) {
    return Matchers::StartsWith(std::move(part));
}
inline auto EndsWith(std::string part) {
    return Matchers::EndsWith(std::move(part));
}
inline auto Equals(std::string text) {
    return Matchers::Equals(std::move(text));
}

}  // namespace Catch
