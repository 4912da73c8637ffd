#include "tests/h2core/oracle/differences.hpp"

namespace oracle {

const Difference* find_difference(const Occasion& occasion) {
    for (const std::span<const Difference> list : {frame_differences(), message_differences()}) {
        for (const Difference& difference : list) {
            if (difference.covers(occasion)) {
                return &difference;
            }
        }
    }
    return nullptr;
}

}  // namespace oracle
