#include "services/query/text_digest.h"

#include "services/query/scan.h"
#include "services/query/text_match.h"

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::size_t rowsAdded = 200; // at once

std::size_t pairAt(std::string_view text, std::size_t at)
{
    const auto lower = [](char c) {
        return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    };
    return static_cast<std::size_t>(lower(text[at])) << 8 | lower(text[at + 1]);
}

} // namespace

void TextDigest::add(std::string_view text)
{
    const auto addFolded = [this](std::string_view folded) {
        for (std::size_t at = 0; at + 1 < folded.size(); ++at)
            pairs_.set(pairAt(folded, at));
    };
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        addFolded(text);
    else
        addFolded(foldCase(text));
}

bool TextDigest::mayHold(std::string_view foldedWord) const
{
    for (std::size_t at = 0; at + 1 < foldedWord.size(); ++at) {
        if (!pairs_.test(pairAt(foldedWord, at)))
            return false;
    }
    return true;
}

TextDigests::Pointer TextDigests::find(const RunColumn& column) const
{
    const std::scoped_lock lock(mutex_);
    const auto found = digests_.find(column);
    return found == digests_.end() ? nullptr : found->second;
}

void TextDigests::keep(const RunColumn& column, Pointer digest, std::uint64_t version)
{
    const std::scoped_lock lock(mutex_);
    if (version == version_)
        digests_[column] = std::move(digest);
}

std::uint64_t TextDigests::version() const
{
    const std::scoped_lock lock(mutex_);
    return version_;
}

void TextDigests::clear()
{
    const std::scoped_lock lock(mutex_);
    ++version_;
    digests_.clear();
}

Result<void> TextDigests::add(Workspace& workspace, const std::vector<std::int64_t>& rows,
                              const std::stop_token& stop)
{
    std::map<RunColumn, std::shared_ptr<TextDigest>> grown;
    {
        const std::scoped_lock lock(mutex_);
        ++version_;
        if (digests_.empty())
            return {};
        if (rows.size() > rowsAdded) {
            digests_.clear();
            return {};
        }
    }
    auto read = workspace.read([&](SQLite::Database& db) -> Result<void> {
        for (const auto kind : {RunColumn::Kind::Param, RunColumn::Kind::Tag}) {
            Scan scan(db, kind == RunColumn::Kind::Param
                              ? "SELECT k.name, p.value FROM param p JOIN key k ON k.id = p.key "
                                "WHERE p.run = ?"
                              : "SELECT k.name, t.value FROM tag t JOIN key k ON k.id = t.key "
                                "WHERE t.run = ?");
            for (const auto row : rows) {
                if (stop.stop_requested())
                    return failure(cancelledError());
                scan.bind(1, row);
                while (scan.next()) {
                    const RunColumn column{kind, std::string(scan.text(0)), {}};
                    const auto known = find(column);
                    if (!known)
                        continue;
                    auto& digest = grown[column];
                    if (!digest)
                        digest = std::make_shared<TextDigest>(*known);
                    digest->add(scan.text(1));
                }
            }
        }
        return {};
    });
    if (!read) { // cancelled half way: better none than one that misses a text
        clear();
        return read;
    }
    const std::scoped_lock lock(mutex_);
    for (auto& [column, digest] : grown)
        digests_[column] = std::move(digest);
    return {};
}

} // namespace binnacle
