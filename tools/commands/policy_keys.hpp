#pragma once
// The keys of `serve --set`, in a program that has serve.

#include <string_view>
#include <vector>

namespace tools {

std::vector<std::string_view> policy_keys();  // none in a program without serve

}  // namespace tools
