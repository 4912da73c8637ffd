// Parsed once for all files of a test program of h2core: what most of them include and takes long.
// Each file still includes what it uses; -Db_pch=false builds without this.

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>
