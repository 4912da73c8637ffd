#pragma once
// Reading and writing whole texts through file descriptors, with every error noticed: a full disk,
// a reader that has gone away, an input that never ends.

#include <string>
#include <string_view>
#include <system_error>

namespace tools {

// At the start of the program: what is done about descriptors 0 to 2 if they are closed (a file
// opened later must not become standard output), and SIGPIPE and SIGXFSZ (ulimit -f)
// become errors of write().
void prepare_standard_descriptors();

// What errno says.
std::error_code last_error();

// Writes all of it; the error that stopped it, if any.
std::error_code write_all(int descriptor, std::string_view text);

// Reads to the end, but at most `limit` bytes: more is the error file_too_large.
std::error_code read_all(int descriptor, std::size_t limit, std::string& text);

// Throws Failure with nothing to say (exit code 141) if the error is that nobody reads any more.
void require_reader(const std::error_code& error);

// Results. Throws Failure when they cannot be written: exit code 2, or 141 if nobody reads them.
void write_out(std::string_view text);

// Messages. An error here is not worth another message.
void write_err(std::string_view text);

}  // namespace tools
