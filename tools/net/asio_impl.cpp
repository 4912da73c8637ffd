// The one file that holds Asio's own code (ASIO_SEPARATE_COMPILATION).

#include <asio/impl/src.hpp>
#include <asio/ssl/impl/src.hpp>
