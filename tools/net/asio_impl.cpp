// The one file that holds Asio's own code (ASIO_SEPARATE_COMPILATION).

// First: Asio asks the macros of the standard library whether there is aligned_alloc, which must
// have the same answer here as where memory is allocated.
#include <cstdlib>

#include <asio/impl/src.hpp>
#include <asio/ssl/impl/src.hpp>
