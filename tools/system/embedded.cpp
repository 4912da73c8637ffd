// Finds embedded files by their names.

#include "tools/system/embedded.hpp"

#include <algorithm>

namespace tools {
namespace {

// "races/late-data.json" of "embedded:/races/late-data.json"; empty for the folder itself.
std::string_view path_of(std::string_view name) {
    name.remove_prefix(std::string_view{kEmbeddedFolder}.size());
    while (name.starts_with('/')) {
        name.remove_prefix(1);
    }
    while (name.ends_with('/')) {
        name.remove_suffix(1);
    }
    return name;
}

// The first file whose path is not before this one.
std::span<const EmbeddedFile>::iterator from(std::string_view path) {
    const std::span<const EmbeddedFile> files = embedded_files();
    return std::lower_bound(
        files.begin(), files.end(), path,
        [](const EmbeddedFile& file, std::string_view wanted) { return file.path < wanted; });
}

}  // namespace

bool is_embedded(std::string_view name) {
    const std::string_view folder = kEmbeddedFolder;
    return name == folder || (name.starts_with(folder) && name[folder.size()] == '/');
}

std::optional<std::string_view> embedded_text(std::string_view name) {
    if (!is_embedded(name)) {
        return std::nullopt;
    }
    const auto found = from(path_of(name));
    const bool there = found != embedded_files().end() && found->path == path_of(name);
    return there ? std::optional{found->text} : std::nullopt;
}

bool is_embedded_folder(std::string_view name) {
    if (!is_embedded(name)) {
        return false;
    }
    const std::string below = std::string{path_of(name)} + "/";
    const auto found = from(below);
    return below == "/" || (found != embedded_files().end() && found->path.starts_with(below));
}

std::string_view scenario_schema() {
    return embedded_text("embedded:/schema.json").value_or("");
}

}  // namespace tools
