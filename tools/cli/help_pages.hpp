#pragma once
// What --help and the man page show, made of the commands and options that the parser has. Only the
// files that add options to the library's commands and those of completions include this.

#include <cstddef>
#include <string>

#include <CLI/CLI.hpp>

namespace tools {

inline constexpr const char* kCommonGroup = "Options of all commands";

// Null if there is no such command.
const CLI::App* command_named(const CLI::App& app, const std::string& name);

// Of h2sim itself, or of one of its commands.
std::string help_page(const CLI::App& app, std::size_t width);

// For man(1), as roff.
std::string man_page(const CLI::App& app);

// Sentences in lines of that width: those of a paragraph are put together first, lines that begin
// with spaces (examples, lists) stay lines.
std::string flowed(const std::string& text, std::size_t width);

}  // namespace tools
