#include "models/named_layouts.h"

#include <QJsonDocument>

namespace binnacle {

namespace {
constexpr const char* settingName = "compare.layouts";
} // namespace

NamedLayouts::NamedLayouts(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                           QObject* parent)
    : QObject(parent), workspace_(std::move(workspace)), pools_(pools)
{
    connect(&workspace_->events(), &WorkspaceEvents::viewsChanged, this, &NamedLayouts::load);
}

void NamedLayouts::load()
{
    deliver(onPool(&pools_.readers,
                   [workspace = workspace_] { return ViewStore(workspace).setting(settingName); }),
            this, [this](const Result<std::optional<std::string>>& saved) {
                if (!saved || !*saved)
                    return;
                const auto layouts =
                    QJsonDocument::fromJson(QByteArray::fromStdString(**saved)).object();
                if (layouts == layouts_)
                    return;
                layouts_ = layouts;
                emit changed();
            });
}

std::optional<ComparisonLayout::State> NamedLayouts::find(const QString& name) const
{
    const auto found = layouts_.constFind(name);
    if (found == layouts_.constEnd())
        return std::nullopt;
    return ComparisonLayout::fromJson(found->toObject());
}

void NamedLayouts::save(const QString& name, const ComparisonLayout::State& layout)
{
    layouts_.insert(name, ComparisonLayout::toJson(layout));
    store();
}

void NamedLayouts::remove(const QString& name)
{
    layouts_.remove(name);
    store();
}

void NamedLayouts::store()
{
    emit changed();
    const auto body = QJsonDocument(layouts_).toJson(QJsonDocument::Compact).toStdString();
    deliver(onPool(&pools_.readers,
                   [workspace = workspace_, body] {
                       return ViewStore(workspace).setSetting(settingName, body);
                   }),
            this, [this](const Result<void>& stored) {
                if (!stored)
                    emit failed(stored.error().message);
            });
}

} // namespace binnacle
