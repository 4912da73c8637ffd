#pragma once
// Counts what the whole test program takes from the heap: whoever links heap_count.cpp has its
// operator new.

#include <cstddef>

namespace support {

extern std::size_t allocations;
extern std::size_t allocated;  // octets, all together; nothing is taken off for what is freed

}  // namespace support
