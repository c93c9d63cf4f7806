#include "services/data/dataset_source.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <fstream>
#include <regex>
#include <system_error>

namespace binnacle {

namespace {

namespace fs = std::filesystem;

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

struct FormatEnd
{
    const char* end;
    DataFormat format;
};
constexpr std::array formatEnds = {
    FormatEnd{".csv", DataFormat::Csv},         FormatEnd{".txt", DataFormat::Csv},
    FormatEnd{".data", DataFormat::Csv},        FormatEnd{".tsv", DataFormat::Tsv},
    FormatEnd{".tab", DataFormat::Tsv},         FormatEnd{".json", DataFormat::JsonLines},
    FormatEnd{".jsonl", DataFormat::JsonLines}, FormatEnd{".ndjson", DataFormat::JsonLines},
    FormatEnd{".parquet", DataFormat::Parquet}, FormatEnd{".parq", DataFormat::Parquet},
    FormatEnd{".pq", DataFormat::Parquet},      FormatEnd{".db", DataFormat::Sqlite},
    FormatEnd{".sqlite", DataFormat::Sqlite},   FormatEnd{".sqlite3", DataFormat::Sqlite},
    FormatEnd{".arrow", DataFormat::Arrow},     FormatEnd{".feather", DataFormat::Arrow},
    FormatEnd{".ipc", DataFormat::Arrow},
};

bool isPattern(const std::string& path)
{
    return path.find_first_of("*?[") != std::string::npos;
}

// As the shell and DuckDB read it: ** any folders, * and ? within a name, [abc].
std::regex patternOf(const std::string& pattern)
{
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char letter = pattern[i];
        if (pattern.compare(i, 3, "**/") == 0) {
            text += "(?:.*/)?";
            i += 2;
        } else if (letter == '*') {
            text += "[^/]*";
        } else if (letter == '?') {
            text += "[^/]";
        } else if (letter == '[' || letter == ']') {
            text += letter;
        } else {
            if (std::string_view("\\^$.|+(){}").find(letter) != std::string_view::npos)
                text += '\\';
            text += letter;
        }
    }
    return std::regex(text);
}

bool isData(const fs::path& file)
{
    const auto name = file.filename().string();
    return !name.empty() && name[0] != '.' && name[0] != '_' && !name.ends_with(".crc") &&
           !name.ends_with(".dvc");
}

// Hidden folders (.git, .ipynb_checkpoints) are not gone into.
Result<std::vector<std::string>> filesBelow(const fs::path& root)
{
    std::vector<std::string> files;
    std::error_code error;
    auto entry = fs::recursive_directory_iterator(
        root, fs::directory_options::skip_permission_denied, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        const auto name = entry->path().filename().string();
        std::error_code ignored;
        if (entry->is_directory(ignored)) {
            if (name.starts_with("."))
                entry.disable_recursion_pending();
        } else if (isData(entry->path())) {
            files.push_back(entry->path().string());
        }
    }
    if (error)
        return failure(
            Error::Kind::Storage,
            tr("The folder %1 can not be read.").arg(QString::fromStdString(root.string())),
            QString::fromStdString(error.message()));
    std::ranges::sort(files);
    return files;
}

Result<std::vector<std::string>> filesOfPattern(const std::string& pattern)
{
    const auto firstSign = pattern.find_first_of("*?[");
    const auto root = pattern.substr(0, pattern.rfind('/', firstSign));
    auto files = filesBelow(root.empty() ? "/" : root);
    if (!files)
        return files;
    try {
        const auto wanted = patternOf(pattern);
        std::erase_if(*files, [&](const auto& file) { return !std::regex_match(file, wanted); });
    } catch (const std::regex_error&) {
        return failure(
            Error::Kind::Invalid,
            tr("“%1” is no pattern of file names.").arg(QString::fromStdString(pattern)));
    }
    return files;
}

Error nothingAt(const std::string& path)
{
    return {
        Error::Kind::NotFound, tr("There is no data at %1.").arg(QString::fromStdString(path)), {}};
}

std::string firstBytes(const std::string& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::string bytes(16, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    return bytes;
}

// Of a folder of mixed files, those of the format that most have.
void keepOneFormat(std::vector<std::string>& files)
{
    std::array<std::size_t, 6> counts{};
    for (const auto& file : files)
        if (const auto format = formatOf(file))
            ++counts[static_cast<std::size_t>(*format)];
    const auto most = static_cast<DataFormat>(std::ranges::max_element(counts) - counts.begin());
    std::erase_if(files, [&](const auto& file) {
        const auto format = formatOf(file);
        return !format || *format != most;
    });
}

} // namespace

const DataColumn* Dataset::column(std::string_view name) const
{
    const auto found = std::ranges::find(columns, name, &DataColumn::name);
    return found == columns.end() ? nullptr : &*found;
}

Result<std::vector<std::string>> filesOf(const DatasetAddress& address)
{
    std::error_code error;
    const auto path = fs::absolute(address.path, error).lexically_normal();
    if (fs::is_regular_file(path, error))
        return std::vector{path.string()};
    const bool folder = fs::is_directory(path, error);
    if (!folder && !isPattern(address.path))
        return failure(nothingAt(address.path));
    auto files = folder ? filesBelow(path) : filesOfPattern(path.string());
    if (!files)
        return files;
    if (folder)
        keepOneFormat(*files);
    if (files->empty())
        return failure(nothingAt(address.path));
    return files;
}

Result<DataFormat> formatOf(const std::string& file)
{
    auto name = fs::path(file).filename().string();
    std::ranges::transform(name, name.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    for (const char* packed : {".gz", ".zst"})
        if (name.ends_with(packed))
            name.resize(name.size() - std::string_view(packed).size());
    const auto bytes = firstBytes(file);
    if (bytes.starts_with("PAR1"))
        return DataFormat::Parquet;
    if (bytes.starts_with("SQLite format 3"))
        return DataFormat::Sqlite;
    if (bytes.starts_with("ARROW1") || bytes.starts_with("FEA1"))
        return DataFormat::Arrow;
    for (const auto& [end, format] : formatEnds)
        if (name.ends_with(end))
            return format;
    if (!bytes.empty() && (bytes[0] == '{' || bytes[0] == '['))
        return DataFormat::JsonLines;
    return failure(Error::Kind::Unsupported,
                   tr("%1 is of no known format: CSV, TSV, JSON lines, Parquet and SQLite are read "
                      "(a name that ends in .csv says that it is CSV).")
                       .arg(QString::fromStdString(file)));
}

bool isHivePartitioned(const std::string& root, std::span<const std::string> files)
{
    return !files.empty() && std::ranges::all_of(files, [&](const std::string& file) {
        const auto relative = fs::path(file).lexically_relative(root).parent_path();
        return std::ranges::any_of(relative, [](const fs::path& part) {
            const auto text = part.string();
            return text.find('=') != std::string::npos && text.front() != '=';
        });
    });
}

QString formatName(DataFormat format)
{
    switch (format) {
    case DataFormat::Csv:
        return QStringLiteral("CSV");
    case DataFormat::Tsv:
        return QStringLiteral("TSV");
    case DataFormat::JsonLines:
        return tr("JSON lines");
    case DataFormat::Parquet:
        return QStringLiteral("Parquet");
    case DataFormat::Sqlite:
        return QStringLiteral("SQLite");
    case DataFormat::Arrow:
        return QStringLiteral("Arrow");
    }
    return {};
}

} // namespace binnacle
