// The test speaks of itself by the name of the file that it is written to; file names that could
// not stand in its comments are left out for the usual one.

#include <filesystem>

#include "tools/commands/commands.hpp"
#include "tools/emit/emit.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

std::string own_name(const EmitArguments& arguments, EmitLanguage language) {
    const std::string usual{usual_file(language)};
    if (arguments.out == "-") {
        return usual;
    }
    std::string name = std::filesystem::path{arguments.out}.filename().string();
    return plain_text(name) == name ? name : usual;
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const EmitArguments& arguments) {
    if (!arguments.language) {
        refuse_arguments("emit: name a language: --python, --go, --java or --rust");
    }
    require_folder_of(arguments.out);
    const EmitPlan plan = plan_of(arguments.file, arguments.wishes, common.quiet);
    const std::string test =
        emit_test(*arguments.language, plan, own_name(arguments, *arguments.language));
    if (arguments.out == "-") {
        write_out(test);
    } else {
        write_text(arguments.out, test);
    }
    return ExitCode::ok;
}

}  // namespace tools
