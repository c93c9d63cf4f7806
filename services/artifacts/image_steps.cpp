#include "services/artifacts/image_steps.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

namespace binnacle {

namespace {

struct Found
{
    std::string key;
    std::int64_t step = 0;
    std::int64_t timestamp = 0;
    bool logged = false; // by log_image
};

template <class Number>
bool readNumber(std::string_view text, Number& number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

std::string lowerEnding(std::string_view path)
{
    const auto dot = path.find_last_of('.');
    std::string ending(dot == std::string_view::npos ? "" : path.substr(dot + 1));
    std::ranges::transform(ending, ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return ending;
}

// KEY<d>step<d>N<d>timestamp<d>MS<d>REST, read from behind: a key may hold the delimiter too.
std::optional<Found> loggedImage(std::string_view path)
{
    if (!path.starts_with("images/"))
        return std::nullopt;
    const std::string_view name = path.substr(7);
    for (const char delimiter : {'+', '%'}) {
        const std::string stepWord = std::string(1, delimiter) + "step" + delimiter;
        const std::string timeWord = std::string(1, delimiter) + "timestamp" + delimiter;
        const auto time = name.rfind(timeWord);
        const auto step = time == std::string_view::npos ? time : name.rfind(stepWord, time);
        if (step == std::string_view::npos || step == 0)
            continue;
        const auto stepBegin = step + stepWord.size();
        const auto timeBegin = time + timeWord.size();
        const auto timeEnd = name.find(delimiter, timeBegin);
        Found found;
        found.logged = true;
        if (timeEnd == std::string_view::npos ||
            !readNumber(name.substr(stepBegin, time - stepBegin), found.step) ||
            !readNumber(name.substr(timeBegin, timeEnd - timeBegin), found.timestamp))
            continue;
        found.key = name.substr(0, step);
        std::ranges::replace(found.key, delimiter == '+' ? '~' : '#', '/');
        return found;
    }
    return std::nullopt;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::optional<Found> numberedImage(std::string_view path)
{
    std::string_view stem = path.substr(0, path.find_last_of('.'));
    std::size_t digits = stem.size();
    while (digits > 0 && isDigit(stem[digits - 1]))
        --digits;
    Found found;
    if (digits == stem.size() || !readNumber(stem.substr(digits), found.step))
        return std::nullopt;
    stem = stem.substr(0, digits);
    const auto trim = [&] {
        while (!stem.empty() &&
               std::string_view("_-.= ").find(stem.back()) != std::string_view::npos)
            stem.remove_suffix(1);
    };
    trim();
    for (const std::string_view word : {"step", "epoch", "iteration", "iter"}) {
        if (stem.ends_with(word)) {
            stem.remove_suffix(word.size());
            break;
        }
    }
    trim();
    found.key = stem.empty() || stem.ends_with('/') ? std::string(path.substr(0, digits))
                                                    : std::string(stem);
    return found;
}

} // namespace

bool isPicturePath(const std::string& path)
{
    static constexpr std::array<std::string_view, 7> endings = {"png", "jpg", "jpeg", "svg",
                                                                "gif", "bmp", "webp"};
    return std::ranges::find(endings, lowerEnding(path)) != endings.end();
}

std::vector<ImageSeries> imageSeries(std::span<const std::string> paths)
{
    struct Latest
    {
        std::int64_t timestamp;
        std::string path;
    };
    std::map<std::pair<std::string, bool>, std::map<std::int64_t, Latest>> series;
    for (const auto& path : paths) {
        if (!isPicturePath(path))
            continue;
        const auto logged = loggedImage(path);
        if (logged && lowerEnding(path) == "webp")
            continue;
        const auto found = logged ? logged : numberedImage(path);
        if (!found)
            continue;
        auto& steps = series[{found->key, found->logged}];
        const auto [at, isNew] = steps.try_emplace(found->step, Latest{found->timestamp, path});
        if (!isNew && found->timestamp >= at->second.timestamp)
            at->second = {found->timestamp, path};
    }
    std::vector<ImageSeries> list;
    for (const auto& [name, steps] : series) {
        if (!name.second && steps.size() < 2)
            continue; // one file with a number in its name is a file
        auto& entry = list.emplace_back();
        entry.key = name.first;
        for (const auto& [step, latest] : steps)
            entry.pictures.push_back({step, latest.path});
    }
    return list;
}

} // namespace binnacle
