#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/query/run_query_engine.h"

#include <QFrame>
#include <QList>

#include <functional>
#include <memory>

class QLineEdit;
class QListWidget;

namespace binnacle {

// Something that can be done by name.
struct Command
{
    QString text; // "Sync all sources"
    QString iconName;
    QString shortcut; // shown on the right; may be empty
    std::function<void()> run;
};

// The list under the search field of the header: pages and actions whose words match, then runs by
// name. The keyboard stays in the field: up, down, enter, escape.
class CommandPalette : public QFrame
{
    Q_OBJECT
public:
    CommandPalette(QLineEdit* field, QWidget* window);

    void setCommands(QList<Command> commands) { commands_ = std::move(commands); }
    // What the page in sight can do, asked anew at each search.
    void setPageCommands(std::function<QList<Command>()> commands)
    {
        pageCommands_ = std::move(commands);
    }
    // Without an engine only commands are found.
    void searchRuns(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools);
    void open(); // focuses the field

signals:
    void runChosen(qint64 run); // raw RunRowId

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void place();
    void showRuns(const std::vector<RunRowCells>& runs);
    void choose(int row);
    bool handleKey(int key);

    QLineEdit* field_;
    QListWidget* list_;
    QList<Command> commands_;
    std::function<QList<Command>()> pageCommands_;
    QList<Command> offered_; // the rows of the list
    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools* pools_ = nullptr;
    LatestOnly search_;
};

} // namespace binnacle
