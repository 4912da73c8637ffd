// Parsed once for all files of h2core: what most of them include and what takes long.
// Each file still includes what it uses; -Db_pch=false builds without this.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>
