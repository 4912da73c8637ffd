#include "tests/support/heap_count.hpp"

#include <cstdlib>
#include <new>

namespace support {

std::size_t allocations = 0;
std::size_t allocated = 0;

}  // namespace support

// Replaced for the whole test program; only the counts are added. All that may be mixed are
// replaced together, so that a sanitizer sees matching pairs.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++support::allocations;
    support::allocated += size;
    return std::malloc(size == 0 ? 1 : size);
}
void* operator new(std::size_t size) {
    if (void* room = operator new(size, std::nothrow)) {
        return room;
    }
    throw std::bad_alloc{};
}
void operator delete(void* room) noexcept {
    std::free(room);
}
void operator delete(void* room, std::size_t) noexcept {
    std::free(room);
}
void operator delete(void* room, const std::nothrow_t&) noexcept {
    std::free(room);
}
