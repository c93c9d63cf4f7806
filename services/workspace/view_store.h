#pragma once

#include "services/workspace/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

struct SavedView
{
    std::string name;
    std::string body; // JSON of the page that made it
};

// Named views, and the settings that belong to the data rather than to a window: column layouts of
// each experiment, metric directions, pinned runs.
class ViewStore
{
public:
    explicit ViewStore(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace)) {}

    Result<std::vector<SavedView>> views() const; // by name
    Result<void> saveView(const SavedView& view) const;
    Result<void> removeView(const std::string& name) const;

    Result<std::optional<std::string>> setting(const std::string& name) const;
    Result<void> setSetting(const std::string& name, const std::string& value) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
