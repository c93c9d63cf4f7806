#pragma once

#include "models/dragged_version.h"
#include "services/workspace/registry_reader.h"

#include <QPushButton>
#include <QWidget>

namespace binnacle {

// An alias with the version that holds it. A version that is dropped on it is to be promoted to it.
class AliasChip : public QPushButton
{
    Q_OBJECT
public:
    AliasChip(RegisteredModelRowId model, QString alias, QString version, QWidget* parent);
    const QString& alias() const { return alias_; }
    const QString& version() const { return version_; } // empty: nobody
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void dropped(const QString& version);

protected:
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    RegisteredModelRowId model_;
    QString alias_, version_;
    bool over_ = false;
};

// The aliases of a model in a row, what is in production first; where none is called champion, an
// empty one invites a version. Those for which there is no room are in a menu.
class AliasBar : public QWidget
{
    Q_OBJECT
public:
    explicit AliasBar(QWidget* parent = nullptr);
    void setAliases(RegisteredModelRowId model, const std::vector<AliasState>& aliases);
    void setDroppable(bool droppable);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void versionRequested(const QString& version);
    void promoteRequested(const QString& version, const QString& alias);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void add(const QString& alias, const QString& version, const QString& tip);
    void place();
    void openMenu();
    int chipHeight() const;
    int moreWidth() const;

    RegisteredModelRowId model_{};
    std::vector<AliasState> aliases_;
    std::vector<AliasChip*> chips_;
    QPushButton* more_;
    bool droppable_ = false;
};

} // namespace binnacle
