#pragma once
// The files that are part of the program: scenarios, profiles, schemas and traces, as the folder
// scenarios/ had them when it was built (embed_files.py). They are named like files of a folder
// "embedded:", and read like them (tools/system/files.hpp): "embedded:/races/late-data.json".

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tools {

inline constexpr const char* kEmbeddedFolder = "embedded:";

struct EmbeddedFile {
    std::string_view path;  // "races/late-data.json"
    std::string_view text;
};

std::span<const EmbeddedFile> embedded_files();  // sorted by path
// Formats of logs (tools/logs/formats/), which are no part of that folder.
std::span<const EmbeddedFile> embedded_log_formats();
// Templates of tests (tools/emit/templates/), which are none either.
std::span<const EmbeddedFile> embedded_test_templates();

// Whether the name is that of the folder, or of something that would be in it.
bool is_embedded(std::string_view name);

// The text of "embedded:/PATH"; nothing if it names no file.
std::optional<std::string_view> embedded_text(std::string_view name);

// Whether it names the folder, or one below it.
bool is_embedded_folder(std::string_view name);

// scenarios/schema.json
std::string_view scenario_schema();

}  // namespace tools
