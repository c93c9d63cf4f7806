#include "include_rules.h"

#include <algorithm>
#include <map>
#include <regex>
#include <sstream>

namespace {

using Folders = std::vector<std::string>;

// Folders under services/ and what they may use besides themselves and services/domain.
// A backend may use what its own rows say.
const std::map<std::string, Folders> serviceRules = {
    {"domain", {}},
    {"async", {}},
    {"workspace", {}},
    {"query", {"workspace"}},
    {"statistics", {}},
    {"drift", {"statistics"}},
    {"performance", {"statistics"}},
    {"compare", {"workspace", "async", "query", "statistics"}},
    {"http", {"credentials"}}, // the value type that says how a server is entered
    {"credentials", {}},
    {"backends", {}},
    {"backends/mlflow_rest", {"http", "credentials", "backends"}},
    {"backends/*", {"http", "backends"}},
    {"registry", {"workspace", "backends", "artifacts"}},
    {"sync", {"workspace", "backends", "async", "registry"}},
    {"artifacts", {"data"}},
    {"data", {"workspace", "drift", "performance", "statistics"}},
    {"reproduce", {"workspace", "backends", "artifacts"}},
    {"promotion", {"workspace", "backends", "registry", "http"}},
    {"kubernetes", {"http", "credentials"}},
    {"serving", {"http", "credentials", "monitoring", "kubernetes"}},
    {"gateway", {"serving", "http", "statistics"}},
    {"rollout", {"statistics", "serving", "workspace"}},
    {"monitoring", {"http"}},
};

const Folders concreteBackends = {"services/backends/mlflow_rest/", "services/backends/mlflow_db/",
                                  "services/backends/mlflow_files/",
                                  "services/backends/tensorboard/",
                                  "services/backends/local_registry/"};

Folders parts(const std::string& path)
{
    Folders all;
    std::stringstream stream(path);
    for (std::string part; std::getline(stream, part, '/');)
        all.push_back(part);
    return all;
}

// "services/backends/mlflow_db/x/y.h" → "backends/mlflow_db"; "services/query/a.h" → "query".
std::string serviceFolder(const std::string& path)
{
    const auto all = parts(path);
    if (all.size() > 3 && all[1] == "backends")
        return all[1] + "/" + all[2];
    return all.size() > 2 ? all[1] : std::string();
}

bool under(const std::string& path, const std::string& folder)
{
    return path.starts_with(folder);
}

bool ofProject(const std::string& path)
{
    const auto floors = {"services/", "models/", "widgets/", "app/", "tests/"};
    return std::ranges::any_of(floors, [&](const char* floor) { return under(path, floor); });
}

std::string againstServices(const Include& include)
{
    if (!under(include.target, "services/"))
        return "services use no other floor";
    const auto from = serviceFolder(include.file);
    const auto to = serviceFolder(include.target);
    if (from == to || to == "domain")
        return {};
    auto rule = serviceRules.find(from);
    if (rule == serviceRules.end() && from.starts_with("backends/"))
        rule = serviceRules.find("backends/*");
    if (rule == serviceRules.end())
        return "services/" + from + " has no rule: add it to include_rules.cpp";
    if (std::ranges::find(rule->second, to) != rule->second.end())
        return {};
    return "services/" + from + " may not use services/" + to;
}

bool isWidgetHeader(const std::string& target)
{
    static const std::regex widgets(
        "(QtWidgets/.*|QtCharts/.*|QWidget|QApplication|QAbstractItemView|QStyle.*|QLabel|QDialog|"
        "QMainWindow|QPushButton|QTableView|QTreeView|QListView|QMenu|QLayout|Q.BoxLayout|"
        "QStyledItemDelegate|QFileDialog|QMessageBox|QChart.*)");
    return std::regex_match(target, widgets);
}

std::string againstUpperFloor(const Include& include, const std::string& floor)
{
    const auto& target = include.target;
    if (floor != "app/" && std::ranges::any_of(concreteBackends, [&](const std::string& folder) {
            return under(target, folder);
        }))
        return floor + " sees backends by their interface only";
    if (floor != "app/" && (under(target, "SQLiteCpp/") || target == "sqlite3.h"))
        return floor + " uses no SQL";
    if (floor != "app/" && under(target, "curl/"))
        return floor + " uses no network";
    if (floor == "models/" && isWidgetHeader(target))
        return "models use no widgets";
    return {};
}

// A page is shown by the window; pages do not know each other. Charts and the viewers of artifacts
// serve every page; what shows one run serves the inspector of the run table as well.
std::string againstOtherPage(const Include& include)
{
    const auto from = parts(include.file).at(1);
    const auto to = parts(include.target).at(1);
    if (from == to || to == "common")
        return {};
    const auto isPage = from != "common" && from != "charts" && from != "artifacts";
    if (isPage && (to == "charts" || to == "artifacts" || (to == "run" && from == "runs")))
        return {};
    return "widgets/" + from + " may not use widgets/" + to;
}

} // namespace

std::vector<Include> includesOf(const std::string& file, const std::string& text)
{
    static const std::regex pattern("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]");
    std::vector<Include> found;
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        std::smatch match;
        if (std::regex_search(line, match, pattern))
            found.push_back({file, number, match[2], match[1] == "\""});
    }
    return found;
}

std::string reasonAgainst(const Include& include)
{
    const auto& [file, line, target, quoted] = include;
    if (quoted && target.find("..") != std::string::npos)
        return "includes are from the repository root";
    if (under(target, "tests/"))
        return "the program does not use its tests";
    if (under(file, "services/")) {
        if (isWidgetHeader(target))
            return "services use no widgets";
        return ofProject(target) ? againstServices(include) : std::string();
    }
    if (under(file, "models/")) {
        if (under(target, "widgets/") || under(target, "app/"))
            return "models use no upper floor";
        return againstUpperFloor(include, "models/");
    }
    if (under(file, "widgets/")) {
        if (under(target, "app/"))
            return "widgets use no upper floor";
        if (under(target, "widgets/"))
            return againstOtherPage(include);
        return againstUpperFloor(include, "widgets/");
    }
    return {};
}
