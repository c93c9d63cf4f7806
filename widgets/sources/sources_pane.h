#pragma once

#include "services/domain/source.h"

#include <QWidget>

class QListView;
class QPushButton;

namespace binnacle {

class EmptyState;
class Prompts;
class SourceEditor;
class SourceListModel;
class TextLabel;

// Every source with its state, product, last sync and what is wrong, and what can be done to the
// chosen one: sync, rename, remove.
class SourcesPane : public QWidget
{
    Q_OBJECT
public:
    SourcesPane(SourceListModel& sources, SourceEditor& editor, Prompts& prompts,
                QWidget* parent = nullptr);
    void choose(int row);

signals:
    void syncRequested(qint64 source); // raw SourceId
    void addRequested();

private:
    void refresh();
    void rename();
    void remove();
    int row() const;

    SourceListModel& sources_;
    SourceEditor& editor_;
    Prompts& prompts_;
    QListView* list_;
    EmptyState* empty_;
    TextLabel* problem_;
    QPushButton* sync_;
    QPushButton* rename_;
    QPushButton* remove_;
};

} // namespace binnacle
