// write_schemas FOLDER: writes schema.json, profiles.schema.json and nets.schema.json of a folder
// of scenarios, and the table "Every key" of its README.md, as the table of keys says
// (sim/scenario/scenario_keys.hpp). A test holds the committed files against it.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sim/net/net_reader.hpp"
#include "sim/scenario/scenario_schema.hpp"

namespace {

namespace fs = std::filesystem;

std::vector<std::string> profile_names(const fs::path& folder) {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator{folder / "profiles"}) {
        names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool write(const fs::path& file, const std::string& text) {
    std::ofstream out{file, std::ios::binary};
    out << text;
    return bool(out.flush());
}

// The rows between the table's head and the first line that is none.
bool replace_table(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    const std::string table = sim::key_table();
    const std::string head = table.substr(0, table.find('\n') + 1);
    const std::size_t start = text.find(head);
    if (start == std::string::npos) {
        return false;
    }
    std::size_t end = start;
    while (end < text.size() && text[end] == '|') {
        end = std::min(text.find('\n', end), text.size() - 1) + 1;
    }
    return write(file, text.replace(start, end - start, table));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 || !fs::is_directory(fs::path{argv[1]} / "profiles")) {
        std::fprintf(stderr, "usage: write_schemas FOLDER, one with a folder profiles\n");
        return 2;
    }
    const fs::path folder{argv[1]};
    const bool written =
        write(folder / "schema.json", sim::scenario_schema(profile_names(folder))) &&
        write(folder / "profiles.schema.json", sim::profile_schema()) &&
        write(folder / "nets.schema.json", sim::net_schema()) &&
        replace_table(folder / "README.md");
    if (!written) {
        std::fprintf(stderr,
                     "write_schemas: a file of %s cannot be written, or its README.md has "
                     "no table of keys\n",
                     argv[1]);
    }
    return written ? 0 : 2;
}
