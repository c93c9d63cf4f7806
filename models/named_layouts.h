#pragma once

#include "models/comparison_layout.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/workspace/view_store.h"

#include <QJsonObject>
#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>

namespace binnacle {

// Layouts of a comparison that a person gave a name, kept in the workspace. Lives on the GUI
// thread.
class NamedLayouts : public QObject
{
    Q_OBJECT
public:
    NamedLayouts(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                 QObject* parent = nullptr);

    void load();
    QStringList names() const { return layouts_.keys(); } // in alphabetical order
    std::optional<ComparisonLayout::State> find(const QString& name) const;
    void save(const QString& name, const ComparisonLayout::State& layout); // replaces
    void remove(const QString& name);

signals:
    void changed();
    void failed(const QString& message); // not stored

private:
    void store();

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    QJsonObject layouts_; // by name
};

} // namespace binnacle
