#include "services/data/versions/dvc_files.h"

#include <yaml-cpp/yaml.h>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace binnacle {

namespace {

namespace fs = std::filesystem;

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

// 32 hexadecimal digits, ".dir" behind them or not: it becomes a part of a path.
bool isDigest(const std::string& text)
{
    std::string_view digits = text;
    if (digits.ends_with(".dir"))
        digits.remove_suffix(4);
    return digits.size() == 32 && std::ranges::all_of(digits, [](char letter) {
               return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
           });
}

std::int64_t numberOr(const YAML::Node& node, std::int64_t otherwise)
{
    return node.IsDefined() && node.IsScalar() ? node.as<std::int64_t>(otherwise) : otherwise;
}

void addOutputs(const YAML::Node& outs, const std::string& stage, std::vector<DvcOutput>& into)
{
    if (!outs.IsDefined() || !outs.IsSequence())
        return;
    for (const auto& out : outs) {
        if (!out.IsMap() || !out["path"].IsDefined() || !out["md5"].IsDefined())
            continue;
        DvcOutput output;
        output.path = out["path"].as<std::string>("");
        output.digest = out["md5"].as<std::string>("");
        output.size = numberOr(out["size"], -1);
        output.files = numberOr(out["nfiles"], -1);
        output.stage = stage;
        if (!output.path.empty() && isDigest(output.digest))
            into.push_back(std::move(output));
    }
}

} // namespace

Result<std::vector<DvcOutput>> readDvcFile(const std::string& text)
{
    try {
        const auto root = YAML::Load(text);
        std::vector<DvcOutput> outputs;
        if (!root.IsMap())
            return outputs;
        addOutputs(root["outs"], {}, outputs);
        if (const auto& stages = root["stages"]; stages.IsDefined() && stages.IsMap())
            for (const auto& stage : stages)
                if (stage.second.IsMap())
                    addOutputs(stage.second["outs"], stage.first.as<std::string>(""), outputs);
        return outputs;
    } catch (const YAML::Exception& exception) {
        return failure(Error::Kind::Invalid, tr("Line %1, column %2: %3")
                                                 .arg(exception.mark.line + 1)
                                                 .arg(exception.mark.column + 1)
                                                 .arg(QString::fromStdString(exception.msg)));
    }
}

Result<std::vector<FileDigest>> readDvcManifest(const std::string& text)
{
    QJsonParseError error{};
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(text), &error);
    if (!document.isArray())
        return failure(Error::Kind::Invalid,
                       tr("A manifest of a DVC folder is damaged: %1").arg(error.errorString()));
    std::vector<FileDigest> files;
    for (const auto entry : document.array()) {
        FileDigest file{entry[u"relpath"].toString().toStdString(),
                        entry[u"md5"].toString().toStdString()};
        const auto path = fs::path(file.path).lexically_normal();
        if (file.path.empty() || path.is_absolute() || *path.begin() == ".." || !isDigest(file.md5))
            return failure(Error::Kind::Invalid,
                           tr("A manifest of a DVC folder names “%1”, which is no file of it.")
                               .arg(QString::fromStdString(file.path)));
        files.push_back(std::move(file));
    }
    return files;
}

std::optional<std::string> dvcCacheFile(const std::string& cache, const std::string& digest)
{
    if (!isDigest(digest))
        return std::nullopt;
    const auto place = fs::path(digest.substr(0, 2)) / digest.substr(2);
    for (const auto& file : {fs::path(cache) / "files" / "md5" / place, fs::path(cache) / place}) {
        std::error_code ignored;
        if (fs::is_regular_file(file, ignored))
            return file.string();
    }
    return std::nullopt;
}

// "[cache]\n    dir = ../shared": relative to the folder of the config.
std::string dvcCacheFolder(const std::string& root)
{
    const auto folder = fs::path(root) / ".dvc";
    auto cache = (folder / "cache").string();
    for (const char* name : {"config", "config.local"}) {
        std::ifstream config(folder / name);
        bool inCache = false;
        for (std::string line; std::getline(config, line);) {
            const auto text = QString::fromStdString(line).trimmed();
            if (text.startsWith(QLatin1Char('[')))
                inCache = text == QLatin1String("[cache]");
            const auto parts = text.split(QLatin1Char('='));
            if (inCache && parts.size() == 2 && parts[0].trimmed() == QLatin1String("dir"))
                cache = (folder / parts[1].trimmed().toStdString()).lexically_normal().string();
        }
    }
    return cache;
}

} // namespace binnacle
