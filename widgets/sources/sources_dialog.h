#pragma once

#include <QDialog>

class QTabWidget;

namespace binnacle {

class OutboxListModel;
class OutboxPane;
class Prompts;
class SourceEditor;
class SourceListModel;
class SourcesPane;

// The overview that the status bar opens: sources, and the edits that wait for them.
class SourcesDialog : public QDialog
{
    Q_OBJECT
public:
    SourcesDialog(SourceListModel& sources, OutboxListModel& edits, SourceEditor& editor,
                  Prompts& prompts, QWidget* parent = nullptr);
    void showSource(int row); // -1: as it is
    void showOutbox();
    SourcesPane* sourcesPane() const { return sourcesPane_; }

private:
    void nameTabs();
    SourceListModel& sources_;
    OutboxListModel& edits_;
    QTabWidget* tabs_;
    SourcesPane* sourcesPane_;
    OutboxPane* outboxPane_;
};

} // namespace binnacle
