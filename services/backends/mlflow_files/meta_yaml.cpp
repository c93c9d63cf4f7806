#include "services/backends/mlflow_files/meta_yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <charconv>
#include <fstream>
#include <sstream>
#include <vector>

namespace binnacle::mlflow_files {

namespace fs = std::filesystem;

namespace {

constexpr int depthLimit = 16;
constexpr int eventLimit = 200'000;

struct Refused : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

// Collects scalars of the first two levels of maps.
class Collector : public YAML::EventHandler
{
public:
    explicit Collector(MetaYaml& result) : result_(result) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override { scalar(std::nullopt); }
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override { throw Refused("an alias"); }
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  const std::string& value) override
    {
        scalar(value);
    }
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override
    {
        enter(false);
    }
    void OnSequenceEnd() override { leave(); }
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override
    {
        enter(true);
    }
    void OnMapEnd() override { leave(); }

private:
    struct Level
    {
        bool isMap = false;
        bool hasKey = false;
        std::string key;
    };

    void count()
    {
        if (++events_ > eventLimit)
            throw Refused("too many values");
    }
    void enter(bool isMap)
    {
        count();
        if (levels_.size() >= depthLimit)
            throw Refused("nested too deep");
        if (levels_.size() == 1 && isMap && levels_[0].isMap && levels_[0].hasKey)
            result_.maps[levels_[0].key];
        levels_.push_back({isMap, false, {}});
    }
    void leave()
    {
        levels_.pop_back();
        if (!levels_.empty())
            levels_.back().hasKey = false;
    }
    void scalar(const std::optional<std::string>& value)
    {
        count();
        if (levels_.empty() || !levels_.back().isMap)
            return;
        auto& level = levels_.back();
        if (!level.hasKey) {
            level.key = value.value_or(std::string());
            level.hasKey = true;
            return;
        }
        level.hasKey = false;
        if (!value)
            return;
        if (levels_.size() == 1)
            result_.values[level.key] = *value;
        else if (levels_.size() == 2 && levels_[0].isMap)
            result_.maps[levels_[0].key][level.key] = *value;
    }

    MetaYaml& result_;
    std::vector<Level> levels_;
    int events_ = 0;
};

tl::unexpected<Error> broken(const char* reason)
{
    return failure(Error::Kind::Invalid,
                   QCoreApplication::translate("binnacle", "The file is no meta.yaml of MLflow."),
                   QString::fromUtf8(reason));
}

} // namespace

std::string MetaYaml::text(std::string_view key) const
{
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
}

std::optional<std::int64_t> MetaYaml::integer(std::string_view key) const
{
    const auto value = text(key);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size())
        return std::nullopt;
    return number;
}

Result<MetaYaml> parseMetaYaml(std::string_view text)
{
    if (text.size() > metaYamlLimit)
        return broken("too large");
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        MetaYaml result;
        Collector collector(result);
        parser.HandleNextDocument(collector);
        if (result.values.empty() && result.maps.empty())
            return broken("no values");
        return result;
    } catch (const std::exception& exception) {
        return broken(exception.what());
    }
}

Result<MetaYaml> readMetaYaml(const fs::path& folder)
{
    const auto file = folder / "meta.yaml";
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error)
        return failure(Error::Kind::NotFound,
                       QCoreApplication::translate("binnacle", "There is no file “%1”.")
                           .arg(QString::fromStdString(file.string())));
    if (size > metaYamlLimit)
        return broken("too large");
    std::ifstream in(file, std::ios::binary);
    std::string text(size, '\0');
    in.read(text.data(), std::streamsize(size));
    text.resize(std::size_t(std::max<std::streamsize>(0, in.gcount())));
    return parseMetaYaml(text);
}

std::string withScalar(const std::string& text, std::string_view key,
                       const std::optional<std::string>& value)
{
    std::string result;
    bool placed = !value;
    bool skipping = false;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        // A value that runs over several lines goes on with indented or empty ones.
        if (skipping && (line.empty() || line.front() == ' '))
            continue;
        skipping = line.starts_with(key) && line.substr(key.size()).starts_with(':');
        if (!skipping) {
            result += line + '\n';
        } else if (!placed) {
            result += std::string(key) + ": " + *value + '\n';
            placed = true;
        }
    }
    if (!placed)
        result += std::string(key) + ": " + *value + '\n';
    return result;
}

std::string quotedScalar(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += {'\\', c};
        } else if (static_cast<unsigned char>(c) < 0x20) {
            result += "\\x";
            result += "0123456789abcdef"[(c >> 4) & 15];
            result += "0123456789abcdef"[c & 15];
        } else {
            result += c;
        }
    }
    return result + '"';
}

} // namespace binnacle::mlflow_files
